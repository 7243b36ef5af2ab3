using Lesion.Imaging;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Lesion.Inference.Classifying;

/// <summary>The picture in a request: the body as it is, whatever type it claims, or the first file of a multipart form.</summary>
internal static class RequestBody
{
    /// <exception cref="BadImageException">There are more bytes than the limit.</exception>
    /// <exception cref="RefusedRequestException">The form is broken, or has no file.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        try
        {
            if (Boundary(request) is { } boundary)
            {
                await using var file = await FirstFileAsync(boundary, request.Body, cancellationToken);
                return await ImageBytes.ReadAsync(file, length: null, limit, cancellationToken);
            }

            return await ImageBytes.ReadAsync(request.Body, request.ContentLength, limit, cancellationToken);
        }
        catch (BadHttpRequestException exception)
        {
            throw new RefusedRequestException("badRequest", exception.StatusCode, exception.Message);
        }
        catch (IOException exception)
        {
            throw Refused($"the body ends early ({exception.Message})");
        }
    }

    private static string? Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? ""
            : null;

    private static async Task<Stream> FirstFileAsync(string boundary, Stream body, CancellationToken cancellationToken)
    {
        if (boundary.Length == 0)
        {
            throw Refused("the form names no boundary");
        }

        try
        {
            var reader = new MultipartReader(boundary, body);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (section.AsFileSection()?.FileStream is { } file)
                {
                    return file;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw Refused($"the form is broken ({exception.Message})");
        }

        throw Refused("the form has no file");
    }

    private static RefusedRequestException Refused(string problem) => new(
        "badRequest",
        StatusCodes.Status400BadRequest,
        $"There is no image to classify: {problem}. Send the image as the body, or as a file of a multipart form.");
}
