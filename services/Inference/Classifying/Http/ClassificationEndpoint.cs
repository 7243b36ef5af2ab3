using Lesion.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Lesion.Inference.Classifying;

/// <summary><c>POST /v1/classifications</c>.</summary>
internal static partial class ClassificationEndpoint
{
    /// <summary>The bytes decide, not the type that is claimed: curl claims a web form where it is told nothing.</summary>
    private const string AnyType = "*/*";

    public static void MapClassification(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/classifications", PostAsync)
            .WithName("ClassifyImage")
            .WithTags("Classifications")
            .WithSummary("Classify an image")
            .WithDescription(
                "The body is the image itself (JPEG, PNG, WebP, TIFF or BMP), or a multipart form whose first file is the image. "
                + "explain=true adds the activation map; model, views and priority choose who answers and how. Research and engineering only; no medical device.")
            .Accepts<IFormFile>(
                "image/jpeg", "image/png", "image/webp", "image/tiff", "image/bmp", "multipart/form-data", AnyType)
            .Produces<Classification>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<Classification>, ProblemHttpResult>> PostAsync(
        HttpContext context,
        [AsParameters] ClassificationQuery query,
        [FromServices] HttpDoor door,
        [FromServices] ILogger<HttpDoor> logger)
    {
        try
        {
            return TypedResults.Ok(await door.ClassifyAsync(context, query));
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

    [LoggerMessage(LogLevel.Error, "A request by HTTP failed; its asker is told.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
