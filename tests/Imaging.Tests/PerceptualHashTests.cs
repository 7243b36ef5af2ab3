using NetVips;

namespace Lesion.Imaging.Tests;

public sealed class PerceptualHashTests
{
    [Fact]
    public void A_hash_survives_its_text()
    {
        var hash = Hash(Pictures.Scene());

        hash.ToString().Length.ShouldBe(64);
        PerceptualHash.Parse(hash.ToString()).ShouldBe(hash);
        Should.Throw<FormatException>(() => PerceptualHash.Parse("abc")).Message.ShouldContain("abc");
    }

    [Fact]
    public void Turned_and_mirrored_pictures_have_the_hashes_that_the_stored_one_foretells()
    {
        using var scene = Pictures.Scene(160, 120);
        var hash = Hash(scene);
        Image[] turned =
        [
            scene, scene.Rot90(), scene.Rot180(), scene.Rot270(), scene.FlipHor(), scene.FlipVer(),
            scene.Rot90().FlipHor(), scene.Rot270().FlipHor(),
        ];

        foreach (var image in turned)
        {
            PerceptualHash.DistanceOverOrientations(hash, Hash(image)).ShouldBeLessThan(16);
        }

        // Each of the eight is another orientation, and each is the nearest to its own picture.
        turned.Select(image => hash.Orientations().Select(o => o.Distance(Hash(image))).ToArray())
            .Select(distances => Array.IndexOf(distances, distances.Min()))
            .ShouldBeUnique();
    }

    [Fact]
    public void Distance_is_symmetric_and_orientation_free_for_any_hashes()
    {
        var random = new Random(3);
        PerceptualHash Any() => new(Word(), Word(), Word(), Word());
        ulong Word() => (ulong)random.NextInt64();

        for (var i = 0; i < 100; i++)
        {
            var (a, b) = (Any(), Any());
            var distance = PerceptualHash.DistanceOverOrientations(a, b);
            distance.ShouldBe(PerceptualHash.DistanceOverOrientations(b, a));
            distance.ShouldBe(a.Orientations().Min(o => o.Distance(b)));
            a.Orientations().ShouldAllBe(o => PerceptualHash.DistanceOverOrientations(o, b) == distance);
            a.Orientations().ShouldAllBe(o => PerceptualHash.DistanceOverOrientations(o, a) == 0);
        }
    }

    [Fact]
    public void Real_photographs_resized_or_recompressed_are_twins_and_different_ones_are_not()
    {
        var photographs = TestData.Photographs("ham-1000", 60).Select(File.ReadAllBytes).ToArray();
        var hashes = photographs.Select(Hash).ToArray();

        for (var i = 0; i < hashes.Length; i++)
        {
            using var image = Image.JpegloadBuffer(photographs[i]);
            PerceptualHash.DistanceOverOrientations(hashes[i], Hash(image.Rot90().JpegsaveBuffer(q: 60)))
                .ShouldBeLessThanOrEqualTo(PerceptualHash.TwinDistance);
            PerceptualHash.DistanceOverOrientations(hashes[i], Hash(image.Resize(0.7).JpegsaveBuffer()))
                .ShouldBeLessThanOrEqualTo(PerceptualHash.TwinDistance);
            hashes.Where((_, j) => j != i)
                .Min(other => PerceptualHash.DistanceOverOrientations(hashes[i], other))
                .ShouldBeGreaterThan(PerceptualHash.TwinDistance);
        }
    }

    private static PerceptualHash Hash(Image image) => Hash(image.PngsaveBuffer());

    private static PerceptualHash Hash(byte[] original) =>
        PerceptualHash.Compute(CanonicalImage.Make(original, CanonicalRecipe.Default).Png);
}
