namespace Lesion.Contracts;

/// <summary>Do the next slice of a training. A slice that is done already, or that somebody works on, is dropped.</summary>
public sealed record TrainSlice
{
    public required string TrainingId { get; init; }

    /// <summary>0 for the first.</summary>
    public required int Slice { get; init; }
}
