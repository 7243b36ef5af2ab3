using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>Fetches the picture that a message asks about, and refuses what must not be read.</summary>
internal sealed class ImageRequests(IObjectStore store, IOptions<InferenceOptions> options)
{
    private const int MaxRequestId = 128;

    /// <summary>Whether an id is fit to name an object.</summary>
    public static bool IsUsableId(string requestId) =>
        requestId.Length is > 0 and <= MaxRequestId
        && requestId[0] != '.'
        && requestId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    /// <exception cref="RefusedRequestException">The message asks for nothing, for too much, or for what is not there.</exception>
    /// <exception cref="BadImageException">The picture is too large.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(ClassifyImage request, CancellationToken cancellationToken)
    {
        if (!IsUsableId(request.RequestId))
        {
            throw Refused(
                "badRequestId",
                $"'requestId' takes 1 to {MaxRequestId} letters, digits, '-', '_' and '.', and does not begin with '.'.");
        }

        var (bucket, key) = Locate(request);
        await using var stored = await store.GetAsync(bucket, key, cancellationToken)
            ?? throw new RefusedRequestException(
                "notFound", StatusCodes.Status404NotFound, $"'{bucket}/{key}' is not there: put the image first, then ask.");
        return await ImageBytes.ReadAsync(stored.Content, stored.Info.Size, options.Value.MaxImageBytes, cancellationToken);
    }

    private static (string Bucket, string Key) Locate(ClassifyImage request) => request switch
    {
        { ImageId: not null, Bucket: null, Key: null } => ImageId.IsValid(request.ImageId)
            ? (Buckets.Images, Keys.Image(request.ImageId))
            : throw RefusedRequestException.BadImageId,
        { ImageId: null, Bucket: not (null or Buckets.Requests) } => throw Refused(
            "refusedBucket", $"Bucket '{request.Bucket}' is not read for requests: put the image into '{Buckets.Requests}', or give its 'imageId'."),
        { ImageId: null, Key: not null } => (Buckets.Requests, SafeKey(request.Key)),
        _ => throw Refused("badRequest", $"Give either 'imageId', or 'bucket' ('{Buckets.Requests}') and 'key'."),
    };

    private static string SafeKey(string key) =>
        key.Length == 0 || key.Split('/', '\\').Any(part => part is "" or "." or "..")
            ? throw Refused("refusedKey", $"'{key}' is no key that is read: a key has no empty part, no '.' and no '..'.")
            : key;

    private static RefusedRequestException Refused(string code, string message) =>
        new(code, StatusCodes.Status400BadRequest, message);
}
