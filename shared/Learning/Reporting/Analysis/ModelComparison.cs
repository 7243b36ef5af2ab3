using Lesion.Evaluation;

namespace Lesion.Learning.Reporting;

/// <summary>The final model (the challenger) and the probe that it began as (the champion), on the same held-out images.</summary>
public sealed record ModelComparison
{
    /// <summary>By resampling the groups of images.</summary>
    public required PairedDifference Bootstrap { get; init; }

    /// <summary>By DeLong's variance, which ignores groups; null with more than two classes.</summary>
    public PairedDifference? DeLong { get; init; }

    internal static ModelComparison Of(PredictionSet probe, PredictionSet final) => new()
    {
        Bootstrap = PairedBootstrap.CompareAuc(probe, final),
        DeLong = final.IsBinary ? DeLongTest.Compare(probe, final) : null,
    };
}
