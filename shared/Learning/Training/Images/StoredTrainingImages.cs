using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;

namespace Lesion.Learning.Training.Images;

/// <summary>
/// Images in the object store. What preparation made is taken where it is there; what is missing is made from the original
/// by the same calls, and views are stored for the next who asks.
/// </summary>
public sealed class StoredTrainingImages(IObjectStore store, DatasetManifest dataset) : ITrainingImages
{
    public DatasetManifest Dataset { get; } = dataset;

    public async Task<TrainingPixels> ReadAsync(
        DatasetImage image, NetworkInputRecipe input, ViewRecipe? views, CancellationToken cancellationToken)
    {
        var original = new Lazy<Task<byte[]>>(() => OriginalAsync(image.ImageId, cancellationToken));
        var prepared = await store.GetBytesAsync(
            Buckets.Images, Keys.Prepared(CanonicalRecipe.Default.Id, image.ImageId), cancellationToken);
        var plain = prepared is not null
            ? NetworkInput.FromCanonical(prepared, input)
            : NetworkInput.FromOriginal(await original.Value, CanonicalRecipe.Default, input);
        return new TrainingPixels(plain, views is null ? [] : await ViewsAsync(image.ImageId, views, original, cancellationToken));
    }

    private async Task<IReadOnlyList<byte[]>> ViewsAsync(
        string imageId, ViewRecipe recipe, Lazy<Task<byte[]>> original, CancellationToken cancellationToken)
    {
        var key = Keys.Views(recipe.Id, imageId);
        if (await store.GetBytesAsync(Buckets.Images, key, cancellationToken) is { } sheet)
            return ViewSheet.Decode(sheet, recipe.Size);
        var made = AugmentedViews.Make(await original.Value, imageId, recipe);
        await store.PutBytesAsync(
            Buckets.Images, key, ViewSheet.Encode(made, recipe.Size), new PutOptions { ContentType = "image/png" }, cancellationToken);
        return [.. made.Select(view => view.Pixels)];
    }

    private async Task<byte[]> OriginalAsync(string imageId, CancellationToken cancellationToken) =>
        await store.GetBytesAsync(Buckets.Images, Keys.Image(imageId), cancellationToken)
            ?? throw new FileNotFoundException($"Image '{imageId}' is no longer in the object store.");
}
