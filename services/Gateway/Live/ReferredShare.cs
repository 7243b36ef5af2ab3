using Lesion.Evaluation;

namespace Lesion.Gateway.Live;

/// <summary>The share of the images that a version left to a person.</summary>
/// <param name="Interval">95 %, [low, high].</param>
/// <param name="Reasons">The share of all images by reason; an image may have more than one.</param>
public sealed record ReferredShare(double Share, double[] Interval, IReadOnlyDictionary<string, double> Reasons)
{
    /// <param name="reasons">Of each image; none where it was not referred.</param>
    internal static ReferredShare Of(IReadOnlyCollection<IReadOnlyList<string>> reasons)
    {
        var referred = reasons.Count(of => of.Count > 0);
        var (low, high) = WilsonInterval.Of(referred, reasons.Count);
        return new ReferredShare(
            (double)referred / reasons.Count,
            [low, high],
            reasons.SelectMany(of => of).CountBy(reason => reason)
                .OrderBy(reason => reason.Key, StringComparer.Ordinal)
                .ToDictionary(reason => reason.Key, reason => (double)reason.Value / reasons.Count));
    }
}
