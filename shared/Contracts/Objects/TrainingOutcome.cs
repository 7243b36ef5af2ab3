namespace Lesion.Contracts;

/// <summary>How a training ended, <c>trainings/&lt;id&gt;/outcome.json</c>; written once.</summary>
public sealed record TrainingOutcome
{
    public required string TrainingId { get; init; }

    public required TrainingStatus Status { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The version that was published.</summary>
    public int? Version { get; init; }

    /// <summary>Why it failed and what to do, for a person.</summary>
    public string? Message { get; init; }
}
