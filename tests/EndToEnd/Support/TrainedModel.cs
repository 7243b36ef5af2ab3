using System.Text.Json;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.EndToEnd.Support;

/// <summary>A model that <c>lesion train</c> made of painted pictures, once for all tests that ask for it.</summary>
public sealed class TrainedModel : IAsyncLifetime
{
    private const int Pictures = 60;
    private readonly TemporaryFolder _folder = new();

    public string Images => _folder["images"];

    public string Out => _folder["out"];

    public string ModelFile => _folder["out/model.onnx"];

    internal CommandOutcome Training { get; private set; } = new(-1, "", "");

    public ModelManifest Manifest { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        PaintedSet.WriteTo(Images, Pictures);
        _folder.WriteFile("images/benign/broken.jpg", BadFiles.Text);
        Training = await LesionProcess.RunAsync("train", "--images", Images, "--out", Out, "--preset", "frozen");
        Training.ExitCode.ShouldBe(0, Training.ToString());
        Manifest = Read<ModelManifest>("manifest.json");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Copies the images that the held-out figures are of, and no others, into a folder of their own.</summary>
    public string CopyHeldOut()
    {
        var heldOut = Read<HeldOutPredictions>("predictions.json").Images.Select(image => image.ImageId).ToHashSet();
        for (var index = 0; index < Pictures; index++)
        {
            if (heldOut.Contains(ImageId(PaintedSet.Picture(index))))
            {
                _folder.WriteFile($"held-out/{PaintedSet.Label(index)}/{index}.jpg", PaintedSet.Picture(index));
            }
        }

        return _folder["held-out"];
    }

    private static string ImageId(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    private T Read<T>(string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine(Out, file)), LesionJson.Options)!;
}
