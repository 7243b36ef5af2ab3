using Lesion.Contracts;
using Lesion.Evaluation;

namespace Lesion.Learning.Reporting;

/// <summary>What a report says beyond the model's manifest.</summary>
public sealed record TrainingDetails
{
    /// <summary>Images that were used, by split and class.</summary>
    public required IReadOnlyDictionary<Split, IReadOnlyDictionary<string, int>> Images { get; init; }

    /// <summary>What was tried, and how it did out of fold.</summary>
    public required IReadOnlyList<CandidateLadder> Ladders { get; init; }

    /// <summary>By phase and member; none where nothing was trained by epochs.</summary>
    public required IReadOnlyList<LearningCurve> Curves { get; init; }

    /// <summary>Which model it is, in words.</summary>
    public required string Outcome { get; init; }

    /// <summary>Threads of torch; with recipe, seed and images it fixes the result.</summary>
    public required int Threads { get; init; }

    /// <summary>The held-out images' ROC curve; empty with more than two classes.</summary>
    public required IReadOnlyList<RocPoint> Roc { get; init; }
}
