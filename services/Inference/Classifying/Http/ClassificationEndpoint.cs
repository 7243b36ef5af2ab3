using Lesion.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Lesion.Inference.Classifying;

/// <summary><c>POST /v1/classifications</c>.</summary>
internal static partial class ClassificationEndpoint
{
    /// <summary>The bytes decide, not the type that is claimed: curl claims a web form where it is told nothing.</summary>
    private const string AnyType = "*/*";

    private const string Png = "image/png";

    public static void MapClassification(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/classifications", PostAsync)
            .WithName("ClassifyImage")
            .WithTags("Classifications")
            .WithSummary("Classify an image")
            .WithDescription(
                "The body is the image itself (JPEG, PNG, WebP, TIFF or BMP), or a multipart form whose first file is the image. "
                + "With imageId, and no body, an image that was kept is classified again. explain=true adds the activation map; to "
                + "'Accept: image/png' the answer is a picture of it, with label, decision and version in the headers Lesion-Label, "
                + "Lesion-Decision and Lesion-Version. model, views and priority choose who answers and how. Research and engineering only; no medical device.")
            .Accepts<IFormFile>(
                "image/jpeg", "image/png", "image/webp", "image/tiff", "image/bmp", "multipart/form-data", AnyType)
            .Produces<Classification>()
            .Produces(StatusCodes.Status200OK, contentType: Png)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status410Gone)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<Classification>, FileContentHttpResult, ProblemHttpResult>> PostAsync(
        HttpContext context,
        [AsParameters] ClassificationQuery query,
        [FromServices] HttpDoor door,
        [FromServices] ILogger<HttpDoor> logger)
    {
        try
        {
            var answer = await door.ClassifyAsync(context, query, WantsPicture(context.Request));
            return answer.Overlay is { } overlay
                ? Picture(overlay, answer.Classification, context.Response)
                : TypedResults.Ok(answer.Classification);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            var failure = ClassificationFailure.Of(exception);
            if (failure is null)
            {
                LogFailed(logger, exception);
            }

            return (failure ?? ClassificationFailure.Unforeseen).ToProblem(context.Response);
        }
    }

    private static bool WantsPicture(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(Png, StringComparison.OrdinalIgnoreCase));

    private static FileContentHttpResult Picture(byte[] overlay, Classification classification, HttpResponse response)
    {
        response.Headers["Lesion-Label"] = Uri.EscapeDataString(classification.Label);
        response.Headers["Lesion-Decision"] = Uri.EscapeDataString(classification.Decision);
        response.Headers["Lesion-Version"] = $"{classification.Model.Version}";
        return TypedResults.Bytes(overlay, Png);
    }

    [LoggerMessage(LogLevel.Error, "A request by HTTP failed; its asker is told.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
