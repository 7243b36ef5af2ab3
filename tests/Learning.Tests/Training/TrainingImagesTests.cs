using System.Security.Cryptography;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Learning.Training.Images;
using Lesion.Storage;
using Lesion.Storage.Folders;

namespace Lesion.Learning.Tests.Training;

public sealed class TrainingImagesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lesion-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_gives_the_same_bytes_from_a_file_from_its_original_and_as_prepared()
    {
        var original = CanonicalImage.Encode(new RgbImage(RandomNumberGenerator.GetBytes(300 * 200 * 3), 300, 200)).Png;
        var id = Convert.ToHexStringLower(SHA256.HashData(original));
        var image = new DatasetImage { ImageId = id, Label = "benign", Group = id, Fold = 1, Split = Split.Train };
        var dataset = DrawnTrainingImages.Draw() with { Images = [image] };
        var (input, views) = (new NetworkInputRecipe { Size = 64 }, new ViewRecipe { Size = 64, Views = 2 });
        var path = Path.Combine(_folder, "photo.png");
        await File.WriteAllBytesAsync(path, original, Token);
        var store = new FolderObjectStore(Path.Combine(_folder, "objects"), TimeProvider.System);
        await store.PutBytesAsync(Buckets.Images, Keys.Image(id), original, cancellationToken: Token);

        var fromFile = await new FileTrainingImages(dataset, new Dictionary<string, string> { [id] = path })
            .ReadAsync(image, input, views, Token);
        var stored = new StoredTrainingImages(store, dataset);
        var fromOriginal = await stored.ReadAsync(image, input, views, Token);
        (await store.HeadAsync(Buckets.Images, Keys.Views(views.Id, id), Token)).ShouldNotBeNull("the views are kept for the next who asks");
        await store.PutBytesAsync(
            Buckets.Images, Keys.Prepared(CanonicalRecipe.Default.Id, id), CanonicalImage.Make(original, CanonicalRecipe.Default).Png, cancellationToken: Token);
        await store.DeleteAsync(Buckets.Images, Keys.Image(id), Token);
        var prepared = await stored.ReadAsync(image, input, views, Token);

        foreach (var pixels in new[] { fromOriginal, prepared })
        {
            pixels.Input.ShouldBe(fromFile.Input);
            pixels.Views.Count.ShouldBe(2);
            pixels.Views[0].ShouldBe(fromFile.Views[0]);
            pixels.Views[1].ShouldBe(fromFile.Views[1]);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
