using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lesion.Contracts;

namespace Lesion.Gateway.Http;

/// <summary>What training is asked for; everything may be left out.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TrainingOrder
{
    [Description("'frozen', 'fast' (the default) or 'best'.")]
    public string? Preset { get; init; }

    [Description("A whole recipe, which rules over the preset: the 'recipe' of a model's manifest, changed or not.")]
    public JsonElement? Recipe { get; init; }

    [Description("The same seed, data, plan and threads give the same model; 1 where it is absent.")]
    public int? Seed { get; init; }

    [Description("Minutes of training on one worker; picks the plan before training starts.")]
    public double? BudgetMinutes { get; init; }

    [Description("The positive class of two; else 'malignant', else 'melanoma'.")]
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
