namespace Lesion.Gateway.Catalog;

/// <summary>What a slice of a training said when it was done.</summary>
internal sealed class ProgressRow
{
    public required string TrainingId { get; init; }

    public required int Slice { get; init; }

    public required DateTimeOffset At { get; set; }

    /// <summary>The whole message, as JSON.</summary>
    public required string Json { get; set; }
}
