using Lesion.Inference.Classifying;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lesion.Inference.Protocol;

/// <summary>Answers what goes wrong under <c>/v2</c> as the protocol wants it: a status, and <c>{"error": "…"}</c>.</summary>
internal sealed partial class ProtocolErrors(ILogger<ProtocolErrors> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ProtocolException exception)
        {
            return Error(exception.Message, exception.Status);
        }
        catch (Exception exception) when (!context.HttpContext.RequestAborted.IsCancellationRequested && !context.HttpContext.Response.HasStarted)
        {
            var failure = ClassificationFailure.Of(exception);
            if (failure is null)
            {
                LogFailed(logger, exception);
            }

            failure ??= ClassificationFailure.Unforeseen;
            if (failure.RetryAfter is { } wait)
            {
                context.HttpContext.Response.Headers.RetryAfter = $"{wait.TotalSeconds:f0}";
            }

            return Error(failure.Message, failure.Status);
        }
    }

    private static JsonHttpResult<object> Error(string message, int status) =>
        TypedResults.Json<object>(new { error = message }, statusCode: status);

    [LoggerMessage(LogLevel.Error, "A request of the Open Inference Protocol failed; its asker is told.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
