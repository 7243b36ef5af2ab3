using System.Text.Json;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Storage;

namespace Lesion.Training.Tests;

/// <summary>A dataset of tinted noise in the object store, small enough that a training takes a second.</summary>
internal static class SmallDataset
{
    private const int Side = 32;
    private const int TrainingOfAClass = 25;
    private const int HeldOutOfAClass = 6;

    public static JsonElement Recipe { get; } =
        JsonDocument.Parse("""{"preset": "small", "input": {"size": 32}, "phases": [{"kind": "probe", "penalties": [0.1]}]}""").RootElement;

    public static async Task<ObjectReference> PutAsync(IObjectStore store, Func<DatasetManifest, DatasetManifest>? change = null)
    {
        var images = Enumerable.Range(0, 2 * (TrainingOfAClass + HeldOutOfAClass)).Select(Describe).ToList();
        foreach (var image in images)
            await store.PutBytesAsync(Buckets.Images, Keys.Image(image.ImageId), Paint(image));
        var dataset = new DatasetManifest
        {
            Id = "small",
            Classes = ["benign", "malignant"],
            Positive = "malignant",
            Recipe = CanonicalRecipe.Default.Id,
            Images = images,
        };
        var key = Keys.Dataset(dataset.Id);
        await store.PutJsonAsync(Buckets.Models, key, change is null ? dataset : change(dataset));
        return new ObjectReference { Bucket = Buckets.Models, Key = key };
    }

    private static DatasetImage Describe(int number) => new()
    {
        ImageId = $"image-{number:d3}",
        Label = number % 2 == 0 ? "benign" : "malignant",
        Group = $"image-{number:d3}",
        Fold = number / 2 % 5,
        Split = number < 2 * TrainingOfAClass ? Split.Train : Split.Test,
    };

    private static byte[] Paint(DatasetImage image)
    {
        var random = new Random(image.ImageId.Sum(c => c) + 1000 * (image.ImageId[^1] - '0'));
        var pixels = new byte[Side * Side * 3];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((i % 3 == 0 && image.Label == "malignant" ? 110 : 80) + random.Next(80));
        return CanonicalImage.Encode(new RgbImage(pixels, Side, Side)).Png;
    }
}
