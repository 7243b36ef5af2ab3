using Lesion.Learning.Optimisation.Devices;

namespace Lesion.Learning.Training.Planning;

/// <summary>What a plan is made by, beside images and recipe.</summary>
public sealed record PlanOptions
{
    public required int Seed { get; init; }

    /// <summary>Of torch; 0 (the default) takes as many as there are processors.</summary>
    public int Threads { get; init; }

    /// <summary>Where to compute. Default: on a GPU where there is one.</summary>
    public TrainingDevice Device { get; init; }

    /// <summary>
    /// Minutes that the training may take; null (the default) takes the recipe as it is. Where given, this machine's speed is
    /// measured for a moment, and the recipe is cut to what fits. The plan then holds the cut recipe, and no clock.
    /// </summary>
    public double? BudgetMinutes { get; init; }
}
