using System.Text.Json;
using System.Text.Json.Serialization;
using Lesion.Contracts;

namespace Lesion.Gateway.Http;

/// <summary>What training is asked for; everything may be left out.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TrainingOrder
{
    /// <summary>'frozen', 'fast' (the default) or 'best'.</summary>
    public string? Preset { get; init; }

    /// <summary>A whole recipe, which rules over the preset: the 'recipe' of a model's manifest, changed or not.</summary>
    public JsonElement? Recipe { get; init; }

    /// <summary>The same seed, data, plan and threads give the same model; 1 where it is absent.</summary>
    public int? Seed { get; init; }

    /// <summary>Minutes of training on one worker; picks the plan before training starts.</summary>
    public double? BudgetMinutes { get; init; }

    /// <summary>The positive class of two; else 'malignant', else 'melanoma'.</summary>
    public string? Positive { get; init; }

    internal RetrainRequested As(string trainingId) => new()
    {
        TrainingId = trainingId,
        Preset = Preset,
        Recipe = Recipe,
        Seed = Seed,
        BudgetMinutes = BudgetMinutes,
        Positive = Positive,
    };
}
