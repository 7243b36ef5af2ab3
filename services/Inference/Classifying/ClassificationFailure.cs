using System.Text.Json;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Inference.Batching;
using Lesion.Inference.Serving;
using Lesion.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lesion.Inference.Classifying;

/// <summary>Why a picture was not classified, for either door.</summary>
/// <param name="Code">In camelCase; the type of the problem by HTTP is the same in kebab case.</param>
/// <param name="Status">By HTTP.</param>
/// <param name="RetryAfter">When the same request may succeed; null where it will not.</param>
internal sealed record ClassificationFailure(string Code, int Status, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>A fault of ours.</summary>
    public static readonly ClassificationFailure Unforeseen = new(
        "failed",
        StatusCodes.Status500InternalServerError,
        "The inference service failed; its log says why. Ask again, and report it if it stays so.");

    /// <summary>What is known of an exception; null where it is a fault of ours.</summary>
    public static ClassificationFailure? Of(Exception exception) => exception switch
    {
        BadImageException bad => OfImage(bad),
        RefusedRequestException refused => new(refused.Code, refused.Status, refused.Message),
        InvalidObjectKeyException key => new("refusedKey", StatusCodes.Status400BadRequest, key.Message),
        NoModelException none => Unavailable("noModel", none.Message, seconds: 10),
        ModelNotServedException other => new("modelNotServed", StatusCodes.Status404NotFound, other.Message),
        ModelLoadException refused => new("modelRefused", StatusCodes.Status409Conflict, refused.Message),
        QueueFullException full => Unavailable("queueFull", full.Message, full.Wait.TotalSeconds),
        TimeoutException late => Unavailable("timeout", late.Message, seconds: 5),
        StoppingException stopping => Unavailable("stopping", stopping.Message, seconds: 1),
        StoreUnavailableException away => Unavailable("storeUnavailable", away.Message, seconds: 5),
        InvalidOutputException invalid => new("invalidOutput", StatusCodes.Status500InternalServerError, invalid.Message),
        _ => null,
    };

    public ClassificationError ToError() => new() { Code = Code, Message = Message };

    public ProblemHttpResult ToProblem(HttpResponse response)
    {
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString();
        }

        return TypedResults.Problem(
            detail: Message,
            statusCode: Status,
            title: "The image was not classified.",
            type: JsonNamingPolicy.KebabCaseLower.ConvertName(Code));
    }

    private static ClassificationFailure OfImage(BadImageException bad)
    {
        var status = bad.Reason switch
        {
            BadImageReason.UnsupportedFormat or BadImageReason.Animated => StatusCodes.Status415UnsupportedMediaType,
            BadImageReason.TooLarge => StatusCodes.Status413PayloadTooLarge,
            _ => StatusCodes.Status400BadRequest,
        };
        return new(JsonNamingPolicy.CamelCase.ConvertName(bad.Reason.ToString()), status, bad.Message);
    }

    /// <param name="seconds">To wait; the header takes whole ones, at least one.</param>
    private static ClassificationFailure Unavailable(string code, string message, double seconds) =>
        new(code, StatusCodes.Status503ServiceUnavailable, message, TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(seconds))));
}
