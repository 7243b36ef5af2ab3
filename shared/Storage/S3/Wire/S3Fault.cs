using System.Net;
using System.Xml;
using System.Xml.Linq;

namespace Lesion.Storage.S3.Wire;

/// <summary>The one place where what a store answers becomes an exception of ours.</summary>
internal static class S3Fault
{
    private const int LongestAnswer = 64 * 1024;

    /// <summary>The fault that a response without success tells of.</summary>
    public static async Task<Exception> OfAsync(
        HttpResponseMessage response,
        string operation,
        string bucket,
        string key,
        CancellationToken cancellationToken)
    {
        var (code, message) = await ReadAsync(response, cancellationToken);
        if (response.StatusCode == HttpStatusCode.PreconditionFailed)
            return new PreconditionFailedException(bucket, key);
        if (code is "KeyTooLongError" or "InvalidObjectName" or "XMinioInvalidObjectName")
            return new InvalidObjectKeyException(key, $"the store refuses it: {message}");
        return Unavailable(operation, bucket, key, new HttpRequestException(
            $"{(int)response.StatusCode} {code}{(message.Length == 0 ? "" : $": {message}")}.{Remedy(response.StatusCode, code)}",
            null,
            response.StatusCode));
    }

    /// <summary>The store did not answer, broke off, or refused for a reason that may pass.</summary>
    public static StoreUnavailableException Unavailable(string operation, string bucket, string key, Exception inner) =>
        new($"The store cannot {operation} '{(key.Length == 0 ? bucket : $"{bucket}/{key}")}': {inner.Message}", inner);

    /// <summary>What Ceph's gateway (500) and AWS (409) answer a conditional put that another put ran into.</summary>
    public static bool MayBeRace(StoreUnavailableException exception) =>
        exception.InnerException is HttpRequestException
        {
            StatusCode: HttpStatusCode.InternalServerError or HttpStatusCode.Conflict,
        };

    private static string Remedy(HttpStatusCode status, string code) => code switch
    {
        "InvalidAccessKeyId" => " Check 'Lesion:Storage:AccessKey'.",
        "SignatureDoesNotMatch" => " Check 'Lesion:Storage:SecretKey'.",
        "AuthorizationHeaderMalformed" or "PermanentRedirect" => " Check 'Lesion:Storage:Region'.",
        "RequestTimeTooSkewed" => " Set the clock of this machine or of the store.",
        "NoSuchBucket" => " Make the bucket, or give 'Lesion:Storage:AccessKey' the right to.",
        "QuotaExceeded" or "XMinioStorageFull" => " Give the store more space.",
        _ when status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            " Check 'Lesion:Storage:AccessKey', 'Lesion:Storage:SecretKey' and what they are allowed to do.",
        _ => "",
    };

    /// <summary>Code and message of the XML that a store answers with; a proxy or a HEAD answers without.</summary>
    private static async Task<(string Code, string Message)> ReadAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var reader = XmlReader.Create(content, new XmlReaderSettings
            {
                Async = true,
                DtdProcessing = DtdProcessing.Prohibit,
                MaxCharactersInDocument = LongestAnswer,
            });
            var error = (await XDocument.LoadAsync(reader, LoadOptions.None, cancellationToken)).Root!;
            return (Value(error, "Code") ?? $"{response.StatusCode}", Value(error, "Message") ?? "");
        }
        catch (Exception exception) when (exception is XmlException or HttpRequestException or IOException)
        {
            return ($"{response.StatusCode}", "");
        }
    }

    private static string? Value(XElement parent, string name) =>
        parent.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}
