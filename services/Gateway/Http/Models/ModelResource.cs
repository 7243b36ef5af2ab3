using System.Text.Json;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Storage;

namespace Lesion.Gateway.Http;

/// <summary>A published version.</summary>
public sealed record ModelResource
{
    public required int Version { get; init; }

    /// <summary>Whether it has the alias <c>champion</c>.</summary>
    public required bool IsChampion { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? TrainingId { get; init; }

    public required string Network { get; init; }

    public required IReadOnlyList<string> Classes { get; init; }

    public string? Positive { get; init; }

    public double? Threshold { get; init; }

    public required string DatasetId { get; init; }

    /// <summary>On images that no choice was made by.</summary>
    public required ClassificationMetrics HeldOut { get; init; }

    internal static ModelResource Of(ModelRow row, Promotion? champion)
    {
        var manifest = ManifestOf(row);
        return new ModelResource
        {
            Version = row.Version,
            IsChampion = champion?.Version == row.Version,
            CreatedAt = row.CreatedAt,
            TrainingId = manifest.TrainingId,
            Network = manifest.Network,
            Classes = manifest.Classes,
            Positive = manifest.Positive,
            Threshold = manifest.Threshold,
            DatasetId = manifest.DatasetId,
            HeldOut = manifest.HeldOut,
        };
    }

    internal static ModelManifest ManifestOf(ModelRow row) =>
        JsonSerializer.Deserialize<ModelManifest>(row.Json, LesionJson.Options)
        ?? throw new InvalidDataException($"The catalog's manifest of version {row.Version} is empty.");
}
