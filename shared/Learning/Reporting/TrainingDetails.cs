using Lesion.Contracts;

namespace Lesion.Learning.Reporting;

/// <summary>What a report says beyond the model's manifest.</summary>
public sealed record TrainingDetails
{
    /// <summary>Which model it is, in words.</summary>
    public required string Outcome { get; init; }

    /// <summary>What was chosen by the out-of-fold figures, such as <c>threshold</c>; at least the temperature.</summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>By which models the out-of-fold figures are, in words.</summary>
    public required string OutOfFoldModels { get; init; }

    /// <summary>Images that were used, by split and class.</summary>
    public required IReadOnlyDictionary<Split, IReadOnlyDictionary<string, int>> Images { get; init; }

    /// <summary>Groups (patients, lesions, twins) that those images make, by split.</summary>
    public required IReadOnlyDictionary<Split, int> Groups { get; init; }

    /// <summary>The held-out images.</summary>
    public required PredictionAnalysis HeldOut { get; init; }

    /// <summary>The training images, each by a model that was not trained on it.</summary>
    public required PredictionAnalysis CrossValidated { get; init; }

    /// <summary>Against the probe; null where the model is the probe.</summary>
    public ModelComparison? Probe { get; init; }

    /// <summary>The held-out images that the model is surest of and wrong about, by true class.</summary>
    public required IReadOnlyList<ReportedImage> Mistakes { get; init; }

    /// <summary>Between the members of an ensemble; null for a single network.</summary>
    public Disagreement? Disagreement { get; init; }

    /// <summary>What was tried, and how it did out of fold.</summary>
    public required IReadOnlyList<CandidateLadder> Ladders { get; init; }

    /// <summary>By phase and member; none where nothing was trained by epochs.</summary>
    public required IReadOnlyList<LearningCurve> Curves { get; init; }

    /// <summary>The trunk's, then its companions'.</summary>
    public required IReadOnlyList<WeightsOrigin> Weights { get; init; }

    /// <summary>Threads of torch; with recipe, seed and images it fixes the result.</summary>
    public required int Threads { get; init; }

    /// <summary>What it was trained on, <c>cpu</c> or <c>cuda</c>.</summary>
    public required string Device { get; init; }

    /// <summary>In which the stages computed while they were trained: <c>float32</c> or <c>bfloat16</c>.</summary>
    public required string Precision { get; init; }

    /// <summary>Steps of the plan.</summary>
    public required int Steps { get; init; }
}
