namespace Lesion.Gateway.Trainings;

/// <summary>Content of <c>trainings/&lt;id&gt;/cancel.json</c>, whose being there is what counts.</summary>
internal sealed record TrainingCancellation
{
    public required DateTimeOffset RequestedAt { get; init; }
}
