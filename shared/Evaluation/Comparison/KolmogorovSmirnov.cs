namespace Lesion.Evaluation;

/// <summary>
/// The two-sample Kolmogorov-Smirnov test: whether two samples may be of one distribution, whatever that is.
/// Source: Smirnov, Annals of Mathematical Statistics 19 (1948); the correction for small samples by Stephens, Journal of the
/// Royal Statistical Society B 32 (1970).
/// </summary>
/// <param name="Statistic">The largest distance of the two distribution functions, 0 to 1.</param>
/// <param name="PValue">How often chance alone gives one as large, were the distributions the same.</param>
public readonly record struct KolmogorovSmirnov(double Statistic, double PValue)
{
    private const int Terms = 100;

    /// <exception cref="ArgumentException">A sample is empty, or holds a value that is no number.</exception>
    public static KolmogorovSmirnov Compare(IEnumerable<double> one, IEnumerable<double> other)
    {
        var (a, b) = (Sorted(one, nameof(one)), Sorted(other, nameof(other)));
        var (i, j, statistic) = (0, 0, 0.0);
        while (i < a.Length && j < b.Length)
        {
            // Past all that are equal: between ties there is no step at which to compare.
            var value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == value)
                i++;
            while (j < b.Length && b[j] == value)
                j++;
            statistic = Math.Max(statistic, Math.Abs((double)i / a.Length - (double)j / b.Length));
        }

        var root = Math.Sqrt((double)a.Length * b.Length / (a.Length + b.Length));
        return new(statistic, Survival((root + 0.12 + 0.11 / root) * statistic));
    }

    private static double[] Sorted(IEnumerable<double> sample, string name)
    {
        double[] values = [.. sample];
        if (values.Length == 0 || values.Any(double.IsNaN))
            throw new ArgumentException("A sample needs values, and every one of them a number.", name);
        Array.Sort(values);
        return values;
    }

    /// <summary>One less Kolmogorov's distribution; its series gives nothing of use near 0, where it is 1.</summary>
    private static double Survival(double lambda)
    {
        if (lambda < 0.2)
            return 1;
        var sum = 0.0;
        for (var k = 1; k <= Terms; k++)
            sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * k * k * lambda * lambda);
        return Math.Clamp(sum, 0, 1);
    }
}
