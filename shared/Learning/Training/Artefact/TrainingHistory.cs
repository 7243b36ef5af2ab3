using Lesion.Learning.Reporting;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Training.Artefact;

/// <summary>What only the training itself can tell its report, beside the final model's predictions.</summary>
internal sealed record TrainingHistory
{
    /// <summary>Which model it is, in words.</summary>
    public required string Outcome { get; init; }

    /// <summary>What was chosen by out-of-fold predictions before the decision was.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>By which models the out-of-fold predictions are, in words.</summary>
    public required string OutOfFoldModels { get; init; }

    /// <summary>By phase and member.</summary>
    public IReadOnlyList<LearningCurve> Curves { get; init; } = [];

    /// <summary>What was tried and compared out of fold.</summary>
    public IReadOnlyList<CandidateLadder> Ladders { get; init; } = [];

    /// <summary>The probe's logits of the held-out images; null where the final model is the probe.</summary>
    public OutOfFold? Probe { get; init; }

    /// <summary>The logits of the held-out images by each member of an ensemble; none where it is one network.</summary>
    public IReadOnlyList<OutOfFold> Members { get; init; } = [];
}
