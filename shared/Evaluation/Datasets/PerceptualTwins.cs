using System.Numerics;
using Lesion.Imaging;

namespace Lesion.Evaluation.Datasets;

/// <summary>Finds pictures that are one picture: resized, recompressed, recoloured a little, turned or mirrored.</summary>
public static class PerceptualTwins
{
    /// <summary>
    /// The most bits, of 256, in which the hashes of twins differ. On 940 dermoscopic photographs, recompression, recolouring,
    /// halving, turning and mirroring moved a hash by at most 19 bits, a crop of 2 % by 28, a quarter of the size by 34 (19 of 20
    /// by 31); of 440,000 pairs of different lesions none was closer than 57.
    /// </summary>
    public const int Threshold = PerceptualHash.TwinDistance;

    /// <summary>
    /// All pairs of places in <paramref name="hashes"/> whose distance over the eight orientations is at most
    /// <see cref="Threshold"/>, in no particular order.
    /// </summary>
    /// <remarks>
    /// Every pair is looked at, on all processors: about 16 population counts a pair, a second for 10,000 pictures on one
    /// processor, and a hundred times that for ten times as many.
    /// </remarks>
    public static IReadOnlyList<(int First, int Second)> Find(IReadOnlyList<PerceptualHash> hashes)
    {
        var all = hashes.ToArray();
        return [.. Enumerable.Range(0, all.Length).AsParallel().SelectMany(first => TwinsOf(first, all))];
    }

    private static List<(int First, int Second)> TwinsOf(int first, PerceptualHash[] all)
    {
        var twins = new List<(int, int)>();
        var orientations = all[first].Orientations();
        for (var second = first + 1; second < all.Length; second++)
        {
            if (AreTwins(orientations, in all[second]))
                twins.Add((first, second));
        }

        return twins;
    }

    private static bool AreTwins(PerceptualHash[] orientations, in PerceptualHash other)
    {
        foreach (ref readonly var turned in orientations.AsSpan())
        {
            // Of half the bits of unlike pictures, half differ: the other half is hardly ever looked at.
            if (BitOperations.PopCount(turned.A ^ other.A) + BitOperations.PopCount(turned.B ^ other.B) <= Threshold
                && turned.Distance(other) <= Threshold)
                return true;
        }

        return false;
    }
}
