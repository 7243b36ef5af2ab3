namespace Lesion.Contracts;

public sealed record TrainingEnded
{
    public required TrainingOutcome Outcome { get; init; }
}
