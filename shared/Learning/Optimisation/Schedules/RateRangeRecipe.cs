namespace Lesion.Learning.Optimisation.Schedules;

/// <summary>
/// A learning-rate range test: the rate rises exponentially, a step a batch, until the loss runs away.
/// Source: Smith, "Cyclical learning rates for training neural networks", WACV 2017.
/// </summary>
public sealed record RateRangeRecipe
{
    /// <summary>The factor on the rates at the first step. Default 0.001.</summary>
    public double Lowest { get; init; } = 0.001;

    /// <summary>The factor on the rates at the last step. Default 100.</summary>
    public double Highest { get; init; } = 100;

    /// <summary>The most steps. Default 60.</summary>
    public int Steps { get; init; } = 60;

    /// <param name="require">Takes whether a value can be, its name, and what must hold.</param>
    /// <param name="path">This record's own, such as <c>rateRange</c>.</param>
    internal void Check(Action<bool, string, string> require, string path)
    {
        require(Lowest > 0 && double.IsFinite(Lowest), $"{path}.lowest", "is above 0");
        require(Highest > Lowest && double.IsFinite(Highest), $"{path}.highest", "is above lowest");
        require(Steps is >= 10 and <= 10_000, $"{path}.steps", "lies from 10 to 10000");
    }
}
