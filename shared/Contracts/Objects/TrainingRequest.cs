using System.Text.Json;

namespace Lesion.Contracts;

/// <summary>Kept as <c>trainings/&lt;id&gt;/request.json</c> before the request is answered.</summary>
public sealed record TrainingRequest
{
    public required string TrainingId { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required string Preset { get; init; }

    public JsonElement? Recipe { get; init; }

    public required int Seed { get; init; }

    public double? BudgetMinutes { get; init; }

    public string? Positive { get; init; }
}
