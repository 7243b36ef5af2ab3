using Lesion.Imaging;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Lesion.Gateway.Http;

/// <summary>
/// The file in a request: the body as it is, whatever type it claims, or the first file of a multipart form. Never holds more
/// than the limit.
/// </summary>
internal static class UploadReader
{
    private const int MultipartOverhead = 64 * 1024;
    private const int BufferSize = 81920;

    /// <exception cref="BadImageException">There are more bytes than the limit.</exception>
    /// <exception cref="BadRequestException">The form is broken, or has no file.</exception>
    public static async Task<Upload> ReadAsync(HttpContext context, long limit, CancellationToken cancellationToken)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = limit + MultipartOverhead;
        }

        var request = context.Request;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return new Upload(await ReadAsync(request.Body, request.ContentLength, limit, cancellationToken), null);
        }

        var file = await FirstFileAsync(
            HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? "",
            request.Body,
            cancellationToken);
        return new Upload(await ReadAsync(file.FileStream!, null, limit, cancellationToken), file.FileName);
    }

    private static async Task<FileMultipartSection> FirstFileAsync(
        string boundary,
        Stream body,
        CancellationToken cancellationToken)
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
                if (section.AsFileSection() is { FileStream: not null } file)
                {
                    return file;
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException
            || exception is IOException and not BadHttpRequestException)
        {
            throw Refused($"the form is broken ({exception.Message})");
        }

        throw Refused("the form has no file");
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(
        Stream content,
        long? length,
        long limit,
        CancellationToken cancellationToken)
    {
        if (length > limit)
        {
            throw TooLarge(limit);
        }

        // No memory is taken on the word of a header alone.
        var bytes = new MemoryStream((int)Math.Min(length ?? 0, BufferSize));
        var buffer = new byte[BufferSize];
        try
        {
            while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                if (bytes.Length + read > limit)
                {
                    throw TooLarge(limit);
                }

                bytes.Write(buffer, 0, read);
            }
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw Refused($"the body ends early ({exception.Message})");
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static BadRequestException Refused(string problem) => new(
        "badForm",
        $"There is no image to take in: {problem}. Send the image as the body, or as a file of a multipart form.");

    private static BadImageException TooLarge(long limit) => new(
        BadImageReason.TooLarge,
        $"The image has more than {limit:n0} bytes: send a smaller one, or raise {GatewayOptions.Section}:LargestUpload.");
}
