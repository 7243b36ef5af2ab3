using Lesion.Learning.Optimisation.Schedules;

namespace Lesion.Learning.Training.Recipe;

/// <summary>
/// Finds rate and batch size before the train phases begin, on the first fold kept out: a range test for the rate's magnitude,
/// then short trainings of the first train phase. What it finds replaces the rates and batch sizes of every train phase.
/// </summary>
public sealed record SearchRecipe
{
    /// <summary>Finds the magnitude of the rates, as a factor on the recipe's; null takes the recipe's as they are.</summary>
    public RateRangeRecipe? RateRange { get; init; } = new();

    /// <summary>Batch sizes to try; none tries the recipe's own.</summary>
    public IReadOnlyList<int> BatchSizes { get; init; } = [];

    /// <summary>Factors on the rates to try, beside what the range test found. Default 0.3, 1, 3.</summary>
    public IReadOnlyList<double> Rates { get; init; } = [0.3, 1, 3];

    /// <summary>The most trials; where batch sizes times rates are more, chance picks. Default 9.</summary>
    public int Trials { get; init; } = 9;

    /// <summary>Epochs of a trial. Default 1.</summary>
    public int Epochs { get; init; } = 1;

    internal void Check(Action<bool, string, string> require)
    {
        RateRange?.Check(require, "search.rateRange");
        require(BatchSizes.All(size => size is >= 2 and <= 1024), "search.batchSizes", "lie from 2 to 1024");
        require(Rates.Count > 0 && Rates.All(rate => rate > 0), "search.rates", "are one or more, all above 0");
        require(Trials >= 1, "search.trials", "is at least 1");
        require(Epochs is >= 1 and <= 100, "search.epochs", "lies from 1 to 100");
    }
}
