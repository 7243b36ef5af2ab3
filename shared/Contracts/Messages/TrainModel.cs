namespace Lesion.Contracts;

/// <summary>Start a training on a frozen dataset. Idempotent: a training that has begun is not begun again.</summary>
public sealed record TrainModel
{
    public required TrainingRequest Request { get; init; }

    /// <summary>The frozen <see cref="DatasetManifest"/>.</summary>
    public required ObjectReference Dataset { get; init; }
}
