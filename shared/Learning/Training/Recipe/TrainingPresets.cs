using Lesion.Imaging;
using Lesion.Learning.Augmentation;
using Lesion.Learning.Optimisation.Optimisers;
using Lesion.Learning.Optimisation.Schedules;
using Lesion.Learning.Training.Recipe.Options;

namespace Lesion.Learning.Training.Recipe;

/// <summary>Recipes by name. Stages that they name are the default network's; others are tapped where that serves well.</summary>
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

    /// <summary>
    /// Minutes on two cores: a probe on mean, deviation and mean about the centre of three stages, of the image and of its
    /// middle, each upright and turned by half.
    /// </summary>
    public static TrainingRecipe Fast { get; } = new()
    {
        Preset = FastName,
        Taps = ["layer1", "layer2", "layer3"],
        PoolCentre = 0.25,
        Input = new NetworkInputRecipe { CentreCrop = 0.7 },
        Phases = [new ProbeRecipe { Penalties = [1, 0.3, 0.1, 0.03] }],
        TestViews = 2,
    };

    /// <summary>
    /// The probe of <see cref="Fast"/> on the features of two trunks side by side, and from its head a network a fold whose
    /// top stages are trained; the mean of their weights is the model. Source: Wortsman et al., "Model soups: averaging
    /// weights of multiple fine-tuned models improves accuracy without increasing inference time", ICML 2022.
    /// </summary>
    public static TrainingRecipe Best { get; } = Fast with
    {
        Preset = BestName,
        Companions = [new CompanionRecipe { Weights = "mobilenet_v2", Taps = ["stage3", "stage4", "stage5"], Optional = true }],
        Phases =
        [
            .. Fast.Phases,
            new TrainRecipe
            {
                Epochs = 8,
                BatchSize = 16,
                Optimiser = new OptimiserRecipe { HeadRate = 0.003, BodyRate = 0.001, WeightDecay = 0.02 },
                Schedule = new ScheduleRecipe { Kind = ScheduleKind.Cosine, WarmUpEpochs = 1, Floor = 0 },
                Augmentation = new AugmentationRecipe
                {
                    Orientations = true,
                    Crop = 0.65,
                    Stretch = 0.15,
                    Rotation = 180,
                    Brightness = 0.15,
                    Contrast = 0.15,
                    Saturation = 0.15,
                    Hue = 4,
                },
                AverageDecay = 0.99,
            },
        ],
        CrossValidation = new CrossValidationRecipe { Final = FinalModel.Soup, Folds = null },
    };

    /// <exception cref="TrainingException">There is no such preset.</exception>
    public static TrainingRecipe Named(string name) => name switch
    {
        FrozenName => Frozen,
        FastName => Fast,
        BestName => Best,
        _ => throw new TrainingException($"There is no preset '{name}'. Name one of: {string.Join(", ", Names)}."),
    };
}
