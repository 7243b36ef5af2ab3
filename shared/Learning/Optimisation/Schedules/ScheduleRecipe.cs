namespace Lesion.Learning.Optimisation.Schedules;

/// <summary>The learning rate over a phase of training, as a factor on the optimiser's rates.</summary>
public sealed record ScheduleRecipe
{
    public ScheduleKind Kind { get; init; } = ScheduleKind.Cosine;

    /// <summary>Epochs, or a part of one, over which the factor first rises to 1. Default 0.5.</summary>
    public double WarmUpEpochs { get; init; } = 0.5;

    /// <summary>Of the cosine and of the plateau: the least factor. Default 0.01.</summary>
    public double Floor { get; init; } = 0.01;

    /// <summary>Of step and plateau: by what the factor is multiplied each time it falls. Default 0.3.</summary>
    public double Drop { get; init; } = 0.3;

    /// <summary>Of step: epochs between two falls, counted from the first. Default 3.</summary>
    public int DropEvery { get; init; } = 3;

    /// <summary>Of plateau: epochs without improvement after which the factor falls. Default 2.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>Of plateau: a loss has improved where it is below the best by this share of it. Default 0.001.</summary>
    public double LeastImprovement { get; init; } = 0.001;

    /// <param name="require">Takes whether a value can be, its name, and what must hold.</param>
    /// <param name="path">This record's own, such as <c>phases[1].schedule</c>.</param>
    internal void Check(Action<bool, string, string> require, string path)
    {
        require(Enum.IsDefined(Kind), $"{path}.kind", "is one of constant, cosine, step, plateau");
        require(WarmUpEpochs is >= 0 and <= 1000, $"{path}.warmUpEpochs", "lies from 0 to 1000");
        require(Floor is >= 0 and < 1, $"{path}.floor", "lies in [0, 1)");
        require(Drop is > 0 and < 1, $"{path}.drop", "lies above 0 and below 1");
        require(DropEvery >= 1, $"{path}.dropEvery", "is at least 1");
        require(Patience >= 1, $"{path}.patience", "is at least 1");
        require(LeastImprovement is >= 0 and < 1, $"{path}.leastImprovement", "lies in [0, 1)");
    }
}
