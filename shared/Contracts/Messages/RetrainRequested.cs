using System.Text.Json;

namespace Lesion.Contracts;

/// <summary>Anybody who can publish JSON to the exchange <c>lesion.retrain-requested</c> starts a training.</summary>
public sealed record RetrainRequested
{
    /// <summary>Names the training, so that the same request twice is one training; made up where it is absent.</summary>
    public string? TrainingId { get; init; }

    /// <summary><c>frozen</c>, <c>fast</c> (the default) or <c>best</c>.</summary>
    public string? Preset { get; init; }

    /// <summary>A whole recipe, which rules over the preset.</summary>
    public JsonElement? Recipe { get; init; }

    public int? Seed { get; init; }

    /// <summary>Minutes of training on one worker; picks the plan before training starts.</summary>
    public double? BudgetMinutes { get; init; }

    /// <summary>The positive class; else <c>malignant</c>, else <c>melanoma</c>.</summary>
    public string? Positive { get; init; }
}
