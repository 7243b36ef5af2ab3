using System.Numerics;
using Lesion.Imaging;

namespace Lesion.Evaluation.Datasets;

/// <summary>Finds pictures that are one picture: resized, recompressed, recoloured a little, turned or mirrored.</summary>
public static class PerceptualTwins
{
    /// <summary>The most bits, of 256, in which the hashes of twins differ.</summary>
    public const int Threshold = 16;

    /// <summary>
    /// All pairs of places in <paramref name="hashes"/> whose distance over the eight orientations is at most
    /// <see cref="Threshold"/>. Every pair is looked at, nearly always at its first 64 bits only.
    /// </summary>
    public static IEnumerable<(int First, int Second)> Find(IReadOnlyList<PerceptualHash> hashes)
    {
        var all = hashes.ToArray();
        for (var i = 0; i < all.Length - 1; i++)
        {
            var orientations = all[i].Orientations();
            for (var j = i + 1; j < all.Length; j++)
            {
                if (AreTwins(orientations, all[j]))
                    yield return (i, j);
            }
        }
    }

    private static bool AreTwins(PerceptualHash[] orientations, PerceptualHash other)
    {
        foreach (var turned in orientations)
        {
            if (BitOperations.PopCount(turned.A ^ other.A) <= Threshold && turned.Distance(other) <= Threshold)
                return true;
        }

        return false;
    }
}
