using System.Collections.Concurrent;
using Lesion.Imaging;

namespace Lesion.Evaluation.Datasets;

/// <summary>Finds pictures that are one picture: resized, recompressed, recoloured a little, turned or mirrored.</summary>
/// <remarks>
/// Exact, without comparing every pair. Hashes that differ in at most <see cref="Threshold"/> bits differ little in at least one
/// of their <see cref="ParityWords"/>, and there very little in at least one quarter; only what is found that near is compared
/// whole. Source: Norouzi, Punjani and Fleet, "Fast exact search in Hamming space with multi-index hashing", IEEE TPAMI 36
/// (2014).
/// </remarks>
internal static class PerceptualTwins
{
    /// <summary>
    /// The most bits, of 256, in which the hashes of twins differ. On 940 dermoscopic photographs, recompression, recolouring,
    /// halving, turning and mirroring moved a hash by at most 19 bits, a crop of 2 % by 28, a quarter of the size by 34 (19 of 20
    /// by 31); of 440,000 pairs of different lesions none was closer than 57.
    /// </summary>
    public const int Threshold = PerceptualHash.TwinDistance;

    /// <summary>
    /// Joins the sets of all places in <paramref name="hashes"/> whose distance over the eight orientations is at most
    /// <see cref="Threshold"/>.
    /// </summary>
    public static void Join(IReadOnlyList<PerceptualHash> hashes, UnionFind sets)
    {
        var (distinct, places) = JoinEqual(hashes, sets);
        var upright = distinct.Select(ParityWords.Of).ToArray();
        var transposed = distinct.Select(hash => ParityWords.Of(hash.Orientations()[(int)Orientation.Transposed])).ToArray();
        for (var number = 0; number < ParityWords.Count; number++)
        {
            var words = upright.Select(word => word[number]).ToArray();
            for (var quarter = 0; quarter < TwinBand.Quarters; quarter++)
            {
                // Bits that differ fall on the four words: if on none of them fewer than allowed, there are too many.
                var band = new TwinBand(words, quarter, (Threshold - number) / ParityWords.Count);
                var roots = places.Select(sets.Find).ToArray();
                foreach (var (first, second) in Twins(band, number, distinct, upright, transposed, roots))
                    sets.Join(places[first], places[second]);
            }
        }
    }

    /// <summary>The hashes that differ, each with its first place: thousands of blank pictures are one comparison.</summary>
    private static (PerceptualHash[] Distinct, int[] Places) JoinEqual(IReadOnlyList<PerceptualHash> hashes, UnionFind sets)
    {
        var first = new Dictionary<PerceptualHash, int>(hashes.Count);
        for (var place = 0; place < hashes.Count; place++)
        {
            if (!first.TryAdd(hashes[place], place))
                sets.Join(first[hashes[place]], place);
        }

        return ([.. first.Keys], [.. first.Values]);
    }

    private static ConcurrentBag<(int First, int Second)> Twins(
        TwinBand band, int number, PerceptualHash[] hashes, ParityWords[] upright, ParityWords[] transposed, int[] roots)
    {
        var twins = new ConcurrentBag<(int, int)>();
        Parallel.For(0, hashes.Length, () => new List<int>(), (first, _, near) =>
        {
            near.Clear();
            foreach (var word in new[] { upright[first][number], transposed[first][number] })
            {
                band.AddNear(word, near);
                if (number > 0)
                    band.AddNear(~word, near);
            }

            foreach (var second in near)
            {
                if (second > first && roots[second] != roots[first]
                    && PerceptualHash.DistanceOverOrientations(hashes[first], hashes[second]) <= Threshold)
                    twins.Add((first, second));
            }

            return near;
        }, _ => { });
        return twins;
    }
}
