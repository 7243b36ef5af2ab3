using Lesion.Evaluation.Datasets;
using Lesion.Imaging;

namespace Lesion.Evaluation.Tests.Datasets;

public sealed class PerceptualTwinsTests
{
    [Fact]
    public void Hashes_within_the_threshold_of_any_orientation_are_twins()
    {
        var hashes = Enumerable.Range(1, 60).Select(Random).ToList();
        hashes.Add(Flip(hashes[10].Orientations()[5], Spread(PerceptualTwins.Threshold)));
        hashes.Add(Flip(hashes[20], Spread(PerceptualTwins.Threshold + 1)));
        hashes.Add(hashes[30]);

        Joined(hashes).ShouldBe([[10, 60], [30, 62]]);
    }

    [Fact]
    public void The_search_finds_what_comparing_every_pair_finds()
    {
        var random = new SeededRandom(11);
        var hashes = Enumerable.Range(1, 700).Select(Random).ToList();
        for (var i = 0; i < 400; i++)
        {
            var bits = Enumerable.Range(0, PerceptualHash.Bits).ToArray();
            random.Shuffle(bits.AsSpan());
            var turned = hashes[i].Orientations()[random.NextBelow(8)];
            hashes.Add(Flip(turned, bits[..(PerceptualTwins.Threshold - 6 + (i % 13))]));
        }

        var expected = new UnionFind(hashes.Count);
        for (var i = 0; i < hashes.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (PerceptualHash.DistanceOverOrientations(hashes[i], hashes[j]) <= PerceptualTwins.Threshold)
                    expected.Join(i, j);
            }
        }

        Joined(hashes).ShouldBe(Sets(expected, hashes.Count));
        Joined(hashes).Count.ShouldBeInRange(150, 250);
    }

    [Fact]
    public void Twins_of_twins_are_of_one_set()
    {
        var hash = Random(1);
        PerceptualHash[] chain =
        [
            hash, Random(2), Flip(hash, Spread(30)), Flip(Flip(hash, Spread(30)), [.. Enumerable.Range(200, 30)]),
        ];

        chain[0].Distance(chain[3]).ShouldBeGreaterThan(PerceptualTwins.Threshold);
        Joined(chain).ShouldBe([[0, 2, 3]]);
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
    public void Ten_thousand_copies_of_a_blank_picture_are_one_comparison()
    {
        var blank = new PerceptualHash(1, 0, 0, 0);

        Joined([.. Enumerable.Repeat(blank, 10_000), Random(3)]).ShouldHaveSingleItem().Count.ShouldBe(10_000);
    }

    private static PerceptualHash Random(int seed)
    {
        var random = new SeededRandom((ulong)seed);
        return new PerceptualHash(random.Next(), random.Next(), random.Next(), random.Next());
    }

    /// <summary>So many bits, evenly over the bands of the search: the hardest twins to find.</summary>
    private static int[] Spread(int bits) => [.. Enumerable.Range(0, bits)];

    private static PerceptualHash Flip(PerceptualHash hash, int[] bits)
    {
        ulong Mask(int word) => bits.Where(bit => bit / 64 == word).Aggregate(0UL, (mask, bit) => mask | (1UL << (bit % 64)));
        return new PerceptualHash(hash.A ^ Mask(0), hash.B ^ Mask(1), hash.C ^ Mask(2), hash.D ^ Mask(3));
    }

    /// <summary>The sets of more than one place.</summary>
    private static List<List<int>> Joined(IReadOnlyList<PerceptualHash> hashes)
    {
        var sets = new UnionFind(hashes.Count);
        PerceptualTwins.Join(hashes, sets);
        return Sets(sets, hashes.Count);
    }

    private static List<List<int>> Sets(UnionFind sets, int count) =>
    [
        .. Enumerable.Range(0, count).GroupBy(sets.Find).Select(set => set.ToList()).Where(set => set.Count > 1).OrderBy(set => set[0]),
    ];
}
