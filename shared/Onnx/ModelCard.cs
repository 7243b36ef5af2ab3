using System.Text.Json;
using System.Text.Json.Nodes;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Onnx;

/// <summary>
/// What a model file says about itself, so that it can be used without anything beside it.
/// Each property is one entry of the model's metadata, under the key of <see cref="ModelMetadataKeys"/>.
/// </summary>
public sealed record ModelCard
{
    /// <summary>In the order of the outputs.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    public string? Positive { get; init; }

    public double? Threshold { get; init; }

    public double[]? ReferBand { get; init; }

    public double? ReferBelow { get; init; }

    public ModelNovelty? Novelty { get; init; }

    public required double Temperature { get; init; }

    public required ModelInput Input { get; init; }

    /// <summary>1 where the entry is absent.</summary>
    public int TestViews { get; init; } = 1;

    public required string Network { get; init; }

    public string ActivationMap { get; init; } = ActivationMapKind.Decomposition;

    public required string DatasetId { get; init; }

    public ClassificationMetrics? HeldOut { get; init; }

    public string IntendedUse { get; init; } =
        "Research and engineering. No medical device: it must not be used to diagnose or to decide on treatment.";

    /// <summary>The entries for <see cref="GraphBuilder.Build"/>.</summary>
    public IReadOnlyDictionary<string, string> ToProperties() =>
        JsonSerializer.SerializeToNode(this, LesionJson.Options)!.AsObject()
            .ToDictionary(property => ModelMetadataKeys.Prefix + property.Key, property => property.Value!.ToJsonString(LesionJson.Options));

    /// <summary>Reads a model's entries, as ONNX Runtime gives them; those of others are passed over.</summary>
    /// <exception cref="InvalidDataException">An entry is missing or cannot be read; the message names it.</exception>
    public static ModelCard Parse(IReadOnlyDictionary<string, string> properties)
    {
        var json = new JsonObject();
        foreach (var (key, value) in properties.Where(property => property.Key.StartsWith(ModelMetadataKeys.Prefix, StringComparison.Ordinal)))
        {
            try
            {
                json[key[ModelMetadataKeys.Prefix.Length..]] = JsonNode.Parse(value);
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"The model's metadata entry '{key}' is not JSON: {e.Message}", e);
            }
        }
        if (json.Count == 0)
            throw new InvalidDataException("The model has no metadata of Lesion's: it was not exported by Lesion, or its metadata was removed.");
        try
        {
            return json.Deserialize<ModelCard>(LesionJson.Options)!;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The model's metadata ({ModelMetadataKeys.Prefix}…) cannot be read: {e.Message}", e);
        }
    }
}
