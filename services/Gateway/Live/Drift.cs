using Lesion.Evaluation;

namespace Lesion.Gateway.Live;

/// <summary>
/// How far a figure's distribution over live images lies from that over the images that a version was made or judged by: two-sample
/// Kolmogorov-Smirnov. Other patients, another camera, or another share of malignant images, all move it.
/// </summary>
/// <param name="Statistic">The largest distance of the two distribution functions, 0 to 1.</param>
/// <param name="PValue">How often chance alone gives one as large.</param>
/// <param name="Live">Images that were classified.</param>
/// <param name="Reference">Values that it is compared with.</param>
public sealed record Drift(double Statistic, double PValue, int Live, int Reference)
{
    /// <summary>Null where there is nothing to compare.</summary>
    internal static Drift? Between(IReadOnlyCollection<double> live, IReadOnlyCollection<double> reference)
    {
        if (live.Count == 0 || reference.Count == 0)
        {
            return null;
        }

        var (statistic, pValue) = KolmogorovSmirnov.Compare(live, reference);
        return new Drift(statistic, pValue, live.Count, reference.Count);
    }
}
