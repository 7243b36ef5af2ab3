using Lesion.Evaluation.Novelty;
using Lesion.Imaging;
using Lesion.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Novelty;

/// <summary>What the default network's lowest tapped stage tells of real photographs and of drawings.</summary>
public sealed class UnlikeTrainingTests
{
    private const int Trained = 400;
    private const int Asked = 150;

    [Fact]
    public void Dermoscopy_is_like_dermoscopy_and_photographs_of_phones_and_drawings_are_not()
    {
        using var network = ClassifierNetwork.Create(Samples.Plan with { Taps = ["layer1"], PoolDeviation = false });
        var folds = Enumerable.Range(0, Trained).Select(i => i % 5).ToList();
        var novelty = NoveltyScore.Fit(Embed(network, Files("ham-1000/train", Trained)), folds, share: 0.02);

        Unlike(Files("ham-1000/val", Asked)).ShouldBeLessThanOrEqualTo(0.06, "3 % are meant, of fewer images by chance twice as many");
        Unlike(Files("pad-ufes-608", Asked)).ShouldBeGreaterThanOrEqualTo(0.7, "80 % are reached with all training images");
        foreach (var (name, png) in DrawnPictures.All())
            novelty.Of(Embed(network, [png])).ShouldHaveSingleItem().ShouldBeGreaterThan(1, name);

        double Unlike(IEnumerable<byte[]> images) => novelty.Of(Embed(network, images)).Average(value => value > 1 ? 1.0 : 0);
    }

    /// <summary>So many of a folder's images, evenly spread.</summary>
    private static IEnumerable<byte[]> Files(string folder, int count)
    {
        var files = Directory.EnumerateFiles(SharedData.Images(folder), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        return Enumerable.Range(0, count).Select(i => File.ReadAllBytes(files[i * files.Count / count]));
    }

    private static float[] Embed(ClassifierNetwork network, IEnumerable<byte[]> images)
    {
        using var withoutGradients = no_grad();
        var features = new List<float>();
        foreach (var chunk in images.Chunk(16))
        {
            using var scope = NewDisposeScope();
            var inputs = chunk.Select(image => tensor(NetworkInput.FromOriginal(image, CanonicalRecipe.Default, new NetworkInputRecipe())).reshape(224, 224, 3));
            features.AddRange(network.Embed(stack(inputs)).data<float>().ToArray());
        }

        return [.. features];
    }
}
