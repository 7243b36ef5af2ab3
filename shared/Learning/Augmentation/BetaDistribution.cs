using Lesion.Imaging;

namespace Lesion.Learning.Augmentation;

internal static class BetaDistribution
{
    /// <summary>A draw from Beta(α, α): x / (x + y) of two draws from Gamma(α).</summary>
    /// <param name="alpha">Above 0.</param>
    public static double Draw(SeededRandom random, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        double x = LogGamma(random, alpha), y = LogGamma(random, alpha);
        // With a small α both are too small to be divided as they are.
        return 1 / (1 + Math.Exp(y - x));
    }

    /// <summary>
    /// The logarithm of a draw from Gamma(α): Marsaglia and Tsang, "A simple method for generating gamma variables",
    /// ACM Transactions on Mathematical Software 26 (2000); below α = 1 by their Gamma(α) = Gamma(α + 1) · u^(1/α).
    /// </summary>
    private static double LogGamma(SeededRandom random, double alpha)
    {
        if (alpha < 1)
            return LogGamma(random, alpha + 1) + Math.Log(1 - random.NextUnit()) / alpha;
        var d = alpha - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var normal = Normal(random);
            var v = Math.Pow(1 + c * normal, 3);
            if (v > 0 && Math.Log(1 - random.NextUnit()) < 0.5 * normal * normal + d - d * v + d * Math.Log(v))
                return Math.Log(d * v);
        }
    }

    /// <summary>Box and Muller, 1958.</summary>
    private static double Normal(SeededRandom random)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextUnit()));
        return radius * Math.Cos(2 * Math.PI * random.NextUnit());
    }
}
