using Lesion.Contracts;
using Lesion.Storage;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>
/// Pictures that can be asked about again by their id: what was dropped, and where the option says so what was only classified.
/// </summary>
internal sealed class KeptImages(
    IObjectStore store, IOptions<ClassificationOptions> classification, IOptions<InferenceOptions> inference)
{
    /// <summary>Where the second lie, in <see cref="Buckets.Requests"/>.</summary>
    public const string Prefix = "classified/";

    /// <summary>Keeps a picture that was only classified, where the option says so.</summary>
    public async Task KeepAsync(string imageId, ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        if (classification.Value.KeepImages)
        {
            await store.TryPutAsync(Buckets.Requests, Prefix + imageId, image, cancellationToken: cancellationToken);
        }
    }

    /// <exception cref="RefusedRequestException">It is no id, or the picture was not kept.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(string imageId, CancellationToken cancellationToken)
    {
        if (!ImageId.IsValid(imageId))
        {
            throw RefusedRequestException.BadImageId;
        }

        await using var stored = await store.GetAsync(Buckets.Images, Keys.Image(imageId), cancellationToken)
            ?? await store.GetAsync(Buckets.Requests, Prefix + imageId, cancellationToken)
            ?? throw new RefusedRequestException(
                "notKept",
                StatusCodes.Status410Gone,
                $"Image '{imageId}' was not kept: send it again. What is only classified is kept where {ClassificationOptions.Section}:{nameof(ClassificationOptions.KeepImages)} is set.");
        return await ImageBytes.ReadAsync(stored.Content, stored.Info.Size, inference.Value.MaxImageBytes, cancellationToken);
    }
}
