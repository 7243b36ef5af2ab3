using Lesion.Evaluation.Datasets;
using Lesion.Imaging;

namespace Lesion.Evaluation.Tests.Datasets;

public sealed class PerceptualTwinsTests
{
    [Fact]
    public void Hashes_within_the_threshold_of_any_orientation_are_twins()
    {
        var hashes = Enumerable.Range(1, 60).Select(Random).ToList();
        var turned = hashes[10].Orientations()[5];
        hashes.Add(Flip(turned, PerceptualTwins.Threshold));
        hashes.Add(Flip(hashes[20], PerceptualTwins.Threshold + 1));
        hashes.Add(hashes[30]);

        PerceptualTwins.Find(hashes).Order().ShouldBe([(10, 60), (30, 62)]);
    }

    [Fact]
    public void Twins_are_of_one_group()
    {
        var hash = Random(1);
        var images = Enumerable.Range(0, 60).Select(i => new DatasetCandidate
        {
            ImageId = $"{i:d4}",
            Label = i % 2 == 0 ? "benign" : "malignant",
            Hash = i is 4 or 8 ? hash.Orientations()[i / 2] : Random(100 + i),
        });

        var dataset = DatasetBuilder.Build(images, "c1");

        var twins = dataset.Images.Where(image => image.ImageId is "0004" or "0008").ToList();
        twins.Select(image => image.Group).Distinct().ShouldHaveSingleItem();
        dataset.Images.Select(image => image.Group).Distinct().Count().ShouldBe(59);
    }

    [Fact]
    public void Thousands_of_pictures_take_a_moment()
    {
        var hashes = Enumerable.Range(0, 5_000).Select(Random).ToList();
        var started = TimeProvider.System.GetTimestamp();

        PerceptualTwins.Find(hashes).ShouldBeEmpty();

        TestContext.Current.SendDiagnosticMessage($"{TimeProvider.System.GetElapsedTime(started)} for 5,000 pictures");
    }

    private static PerceptualHash Random(int seed)
    {
        var random = new SeededRandom((ulong)seed);
        return new PerceptualHash(random.Next(), random.Next(), random.Next(), random.Next());
    }

    /// <summary>Another hash that differs in so many bits, in all four words.</summary>
    private static PerceptualHash Flip(PerceptualHash hash, int bits)
    {
        ulong Mask(int part) => (1UL << ((bits + part) / 4)) - 1;
        return new PerceptualHash(hash.A ^ Mask(0), hash.B ^ Mask(1), hash.C ^ Mask(2), hash.D ^ Mask(3));
    }
}
