using Lesion.Imaging;

namespace Lesion.Standalone.Painting;

/// <summary>The distributions that the painter draws from.</summary>
internal static class Draws
{
    public static float Uniform(this SeededRandom random, float from, float to) => (float)random.Between(from, to);

    /// <summary>Roughly normal: the sum of four uniform numbers, so never more than 3.5 deviations away.</summary>
    public static float Normal(this SeededRandom random, float mean, float deviation)
    {
        var bits = random.Next();
        var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return mean + (deviation * ((sum / 65535f) - 2) * 1.7320508f);
    }

    public static float Angle(this SeededRandom random) => random.Uniform(0, 2 * MathF.PI);

    public static int Count(this SeededRandom random, int from, int to) =>
        from + (int)(random.Next() % (ulong)(to - from + 1));

    public static bool Chance(this SeededRandom random, double probability) => random.Between(0, 1) < probability;
}
