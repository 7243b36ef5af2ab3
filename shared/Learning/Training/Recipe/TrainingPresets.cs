using Lesion.Learning.Augmentation;
using Lesion.Learning.Optimisation.Optimisers;
using Lesion.Learning.Optimisation.Schedules;

namespace Lesion.Learning.Training.Recipe;

/// <summary>Recipes by name. They suit every network: none names a stage.</summary>
public static class TrainingPresets
{
    public const string FrozenName = "frozen";
    public const string FastName = "fast";
    public const string BestName = "best";

    public static IReadOnlyList<string> Names { get; } = [FrozenName, FastName, BestName];

    /// <summary>
    /// The tutorial's: the topmost stage's mean of the plain image, and a linear layer trained by Adam. Neither views nor
    /// augmentation, smoothing or averaging.
    /// </summary>
    public static TrainingRecipe Frozen { get; } = new()
    {
        Preset = FrozenName,
        Taps = [TrainingRecipe.TopTap],
        PoolDeviation = false,
        Views = null,
        Phases =
        [
            new TrainRecipe
            {
                Stages = 0,
                Epochs = 30,
                BatchSize = 32,
                Optimiser = new OptimiserRecipe { Relative = false, HeadRate = 0.001, WeightDecay = 0, Beta2 = 0.999 },
                Schedule = new ScheduleRecipe { Kind = ScheduleKind.Constant, WarmUpEpochs = 0 },
                LabelSmoothing = 0,
                Augmentation = new AugmentationRecipe(),
                AverageDecay = 0,
            },
        ],
        CrossValidation = new CrossValidationRecipe { Folds = null },
    };

    /// <summary>Trains the head alone, on cached features: what a head needs that no probe can fit.</summary>
    public static TrainRecipe HeadAlone { get; } = new()
    {
        Stages = 0,
        Epochs = 40,
        BatchSize = 32,
        Optimiser = new OptimiserRecipe { Relative = false, HeadRate = 0.001, WeightDecay = 0.01 },
        Augmentation = new AugmentationRecipe(),
    };

    /// <summary>Minutes on two cores: a probe on mean and deviation of two stages and on four views an image.</summary>
    public static TrainingRecipe Fast { get; } = new();

    /// <summary>The probe, then fine-tuning of the top stage.</summary>
    public static TrainingRecipe Best { get; } = new() { Preset = BestName, Phases = [new ProbeRecipe(), new TrainRecipe()] };

    /// <exception cref="TrainingException">There is no such preset.</exception>
    public static TrainingRecipe Named(string name) => name switch
    {
        FrozenName => Frozen,
        FastName => Fast,
        BestName => Best,
        _ => throw new TrainingException($"There is no preset '{name}'. Name one of: {string.Join(", ", Names)}."),
    };
}
