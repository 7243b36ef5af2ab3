using System.Text.Json;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Storage;

namespace Lesion.Gateway.Http;

/// <summary>A training and how far it is.</summary>
public sealed record TrainingResource
{
    public required string Id { get; init; }

    public required TrainingStatus Status { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public string? Preset { get; init; }

    public JsonElement? Recipe { get; init; }

    public int? Seed { get; init; }

    public double? BudgetMinutes { get; init; }

    public string? Positive { get; init; }

    /// <summary>The frozen dataset; null before the training could begin.</summary>
    public string? DatasetId { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The version that was published.</summary>
    public int? Version { get; init; }

    /// <summary>Why it failed and what to do.</summary>
    public string? Message { get; init; }

    /// <summary>What the last slice said.</summary>
    public TrainingProgressed? Progress { get; init; }

    internal static TrainingResource Of(TrainingRow row, ProgressRow? progress) => new()
    {
        Id = row.Id,
        Status = row.Status,
        RequestedAt = row.RequestedAt,
        Preset = row.Preset,
        Recipe = row.Recipe is null ? null : JsonElement.Parse(row.Recipe),
        Seed = row.Seed,
        BudgetMinutes = row.BudgetMinutes,
        Positive = row.Positive,
        DatasetId = row.DatasetId,
        EndedAt = row.EndedAt,
        Version = row.Version,
        Message = row.Message,
        Progress = progress is null
            ? null
            : JsonSerializer.Deserialize<TrainingProgressed>(progress.Json, LesionJson.Options),
    };
}
