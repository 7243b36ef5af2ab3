namespace Lesion.Learning.Training.Recipe;

/// <summary>Recipes by name.</summary>
public static class TrainingPresets
{
    public const string FrozenName = "frozen";
    public const string FastName = "fast";
    public const string BestName = "best";

    public static IReadOnlyList<string> Names { get; } = [FrozenName, FastName, BestName];

    /// <summary>The tutorial's: the last stage's mean, no views, a linear layer.</summary>
    public static TrainingRecipe Frozen { get; } = new()
    {
        Preset = FrozenName,
        Taps = ["layer3"],
        PoolDeviation = false,
        Views = null,
    };

    /// <summary>Minutes on two cores: a probe on mean and deviation of two stages and on four views an image.</summary>
    public static TrainingRecipe Fast { get; } = new();

    /// <summary>The probe, then fine-tuning of the last stage.</summary>
    public static TrainingRecipe Best { get; } = new() { Preset = BestName, FineTune = new FineTuneRecipe() };

    /// <exception cref="TrainingException">There is no such preset.</exception>
    public static TrainingRecipe Named(string name) => name switch
    {
        FrozenName => Frozen,
        FastName => Fast,
        BestName => Best,
        _ => throw new TrainingException($"There is no preset '{name}'. Name one of: {string.Join(", ", Names)}."),
    };
}
