using System.Text.Json;
using Lesion.Gateway.Catalog;
using Lesion.Imaging;
using Lesion.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lesion.Gateway.Http;

/// <summary>Turns what is wrong with a request into problem details: a code as type, and what to do as detail.</summary>
internal static class Problems
{
    private const string RetryAfterSeconds = "5";

    /// <summary>The filter of every endpoint of the gateway.</summary>
    public static async ValueTask<object?> Filter(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (BadRequestException exception)
        {
            return Problem(exception.Code, exception.Message, exception.Status);
        }
        catch (BadImageException exception)
        {
            return Problem(exception.Reason.ToString(), exception.Message, StatusOf(exception.Reason));
        }
        catch (InvalidObjectKeyException exception)
        {
            return Problem("badName", exception.Message, StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException exception)
        {
            return Problem("badRequest", exception.Message, exception.StatusCode);
        }
        catch (InvalidDataException exception)
        {
            return Problem("damagedObject", exception.Message, StatusCodes.Status500InternalServerError);
        }
        catch (StoreUnavailableException exception)
        {
            context.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Problem("storeUnavailable", exception.Message, StatusCodes.Status503ServiceUnavailable);
        }
        catch (CatalogUnavailableException exception)
        {
            context.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Problem("catalogUnavailable", exception.Message, StatusCodes.Status503ServiceUnavailable);
        }
    }

    public static ProblemHttpResult NotFound(string message) =>
        Problem("notFound", message, StatusCodes.Status404NotFound);

    public static ProblemHttpResult Problem(string code, string message, int status) =>
        TypedResults.Problem(detail: message, statusCode: status, type: JsonNamingPolicy.KebabCaseLower.ConvertName(code));

    private static int StatusOf(BadImageReason reason) => reason switch
    {
        BadImageReason.UnsupportedFormat or BadImageReason.Animated => StatusCodes.Status415UnsupportedMediaType,
        BadImageReason.TooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status400BadRequest,
    };
}
