using Lesion.Contracts;
using Lesion.Evaluation;

namespace Lesion.Learning.Training.Artefact;

/// <summary>What a report says beyond the model's manifest.</summary>
public sealed record TrainingDetails
{
    /// <summary>Images that were used, by split and class.</summary>
    public required IReadOnlyDictionary<Split, IReadOnlyDictionary<string, int>> Images { get; init; }

    /// <summary>Out-of-fold AUC of the probe by L2 penalty.</summary>
    public required IReadOnlyList<CandidateScore> Penalties { get; init; }

    /// <summary>Out-of-fold AUC by epochs of fine-tuning, 0 being the probe on the same images; empty where none was asked for.</summary>
    public required IReadOnlyList<CandidateScore> Epochs { get; init; }

    /// <summary>Which model it is, in words.</summary>
    public required string Outcome { get; init; }

    /// <summary>Threads of torch; with recipe, seed and images it fixes the result.</summary>
    public required int Threads { get; init; }

    /// <summary>The held-out images' ROC curve; empty with more than two classes.</summary>
    public required IReadOnlyList<RocPoint> Roc { get; init; }
}
