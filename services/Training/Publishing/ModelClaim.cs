namespace Lesion.Training.Publishing;

/// <summary>Who may write under a version: <c>claim.json</c>, put once.</summary>
internal sealed record ModelClaim
{
    public required string TrainingId { get; init; }

    public required DateTimeOffset ClaimedAt { get; init; }
}
