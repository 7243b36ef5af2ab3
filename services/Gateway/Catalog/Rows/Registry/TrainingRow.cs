using Lesion.Contracts;

namespace Lesion.Gateway.Catalog;

/// <summary>A training from its request to its outcome.</summary>
internal sealed class TrainingRow
{
    public required string Id { get; init; }

    public DateTimeOffset RequestedAt { get; set; }

    public string? Preset { get; set; }

    /// <summary>JSON.</summary>
    public string? Recipe { get; set; }

    public int? Seed { get; set; }

    public double? BudgetMinutes { get; set; }

    public string? Positive { get; set; }

    /// <summary>Null as long as no dataset was frozen for it.</summary>
    public string? DatasetId { get; set; }

    public TrainingStatus Status { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public int? Version { get; set; }

    public string? Message { get; set; }
}
