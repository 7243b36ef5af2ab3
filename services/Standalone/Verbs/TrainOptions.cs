using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Optimisation.Devices;
using Lesion.Learning.Weights.Library;

namespace Lesion.Standalone.Verbs;

/// <summary>What <c>lesion train</c> was asked for; null leaves a choice to the preset.</summary>
internal sealed record TrainOptions
{
    public required string Images { get; init; }

    public string? Val { get; init; }

    public required string Out { get; init; }

    public string? Preset { get; init; }

    public string? Recipe { get; init; }

    public PretrainedWeights? Weights { get; init; }

    public HeadPlan? Head { get; init; }

    public int? Epochs { get; init; }

    public double? BudgetMinutes { get; init; }

    public int? Seed { get; init; }

    public int? Threads { get; init; }

    public TrainingDevice Device { get; init; }

    public string? Positive { get; init; }

    public string? Licence { get; init; }
}
