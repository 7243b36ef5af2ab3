using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Lesion.ServiceDefaults;

/// <summary>
/// Says what to do where the framework itself refuses a request, before any endpoint of ours could: a code as type, as all our
/// problem details have, and a remedy as detail.
/// </summary>
internal static class UndescribedProblems
{
    private const string Description = "What there is, and what it takes, stands in /openapi/v1.json, and to read under /docs.";

    public static void Describe(ProblemDetailsContext context)
    {
        if (context.ProblemDetails.Detail is null && Find(context.HttpContext, context.Exception) is var (type, detail))
        {
            context.ProblemDetails.Type = type;
            context.ProblemDetails.Detail = detail;
        }
    }

    private static (string Type, string Detail)? Find(HttpContext context, Exception? exception)
    {
        var request = context.Request;
        return context.Response.StatusCode switch
        {
            StatusCodes.Status400BadRequest => (
                "bad-request", $"The request cannot be read. {(exception as BadHttpRequestException)?.Message} {Description}"),
            StatusCodes.Status404NotFound => ("no-such-address", $"There is nothing at '{request.Path}'. {Description}"),
            StatusCodes.Status405MethodNotAllowed => (
                "method-not-allowed",
                $"'{request.Path}' does not take {request.Method}, but {context.Response.Headers.Allow}. {Description}"),
            StatusCodes.Status413PayloadTooLarge => (
                "too-large", "The body is larger than is taken. Send less at a time."),
            StatusCodes.Status415UnsupportedMediaType => (
                "unsupported-media-type", $"'{request.ContentType}' is not taken here. {Description}"),
            StatusCodes.Status500InternalServerError => (
                "failed", "The service failed; its log says why. Ask again, and report it if it stays so."),
            _ => null,
        };
    }
}
