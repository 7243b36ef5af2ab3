using System.Diagnostics;
using System.Net;

namespace Lesion.Storage.S3.Wire;

/// <summary>A request to the store as a span. It names the bucket and no key, since a key may be a file's name.</summary>
internal static class S3Span
{
    private static readonly ActivitySource Source = new("Lesion.Storage");

    public static bool IsRecorded => Source.HasListeners();

    /// <param name="operation">A verb of ours.</param>
    public static Activity? Start(string operation, string bucket, Uri endpoint)
    {
        if (!Source.HasListeners())
            return null;
        var method = NameOf(operation);
        return Source.StartActivity($"{method} {bucket}", ActivityKind.Client)
            ?.SetTag("rpc.system.name", "aws-api")
            .SetTag("rpc.method", $"S3/{method}")
            .SetTag("aws.s3.bucket", bucket)
            .SetTag("server.address", endpoint.Host)
            .SetTag("server.port", endpoint.Port);
    }

    /// <summary>That there is no such object, or that a condition does not hold, is an answer like any other.</summary>
    public static void Answer(Activity? span, HttpStatusCode status) => span?.SetTag("http.response.status_code", (int)status);

    public static void Fail(Activity? span, Exception exception)
    {
        if (exception is PreconditionFailedException)
        {
            Answer(span, HttpStatusCode.PreconditionFailed);
            return;
        }

        var cause = exception.InnerException ?? exception;
        var status = (cause as HttpRequestException)?.StatusCode;
        if (status is { } code)
            Answer(span, code);
        span?.SetTag("error.type", status is null ? cause.GetType().FullName : $"{(int)status}").SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>As S3 calls what we do.</summary>
    private static string NameOf(string operation) => operation switch
    {
        "describe" => "HeadObject",
        "read" => "GetObject",
        "put" => "PutObject",
        "list" => "ListObjectsV2",
        "delete" or "remove" => "DeleteObject",
        _ => operation,
    };
}
