using Lesion.Imaging;
using Lesion.Learning.Augmentation;
using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Optimisation.Devices;
using Lesion.Learning.Optimisation.Schedules;
using Lesion.Learning.Tests.Networks.Zoo;
using Lesion.Learning.Training;
using Lesion.Learning.Training.Artefact;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.Recipe.Options;
using Lesion.Learning.Training.State;
using Lesion.Learning.Weights;

namespace Lesion.Learning.Tests.Training;

/// <summary>The default network's lowest stages on small inputs, so that a training takes seconds and its state little.</summary>
internal static class SmallRecipes
{
    private const int Size = 64;

    public static TrainRecipe TopStage { get; } = new() { Epochs = 2, BatchSize = 8 };

    public static TrainRecipe HeadAlone { get; } = TrainingPresets.HeadAlone with { Epochs = 3, BatchSize = 8 };

    public static TrainingRecipe Probe { get; } = new()
    {
        Taps = ["layer1"],
        Input = new NetworkInputRecipe { Size = Size },
        Views = new ViewRecipe { Size = Size, Views = 1 },
        Phases = [new ProbeRecipe { Penalties = [1, 0.1] }],
    };

    /// <summary>The probe, then the top stage; tried on two folds, then on all images.</summary>
    public static TrainingRecipe FineTune { get; } = Probe with { Phases = [.. Probe.Phases, TopStage] };

    /// <summary>A hidden layer on the tutorial's features, with dropout, mixup and early stopping.</summary>
    public static TrainingRecipe Head { get; } = Probe with
    {
        Views = null,
        Head = new HeadPlan { Kind = HeadKind.Mlp, Hidden = 16 },
        Phases = [HeadAlone with { Epochs = 4, Augmentation = new AugmentationRecipe { Mixup = 0.4 }, Patience = 1 }],
    };

    /// <summary>Three networks of two phases each: head alone, then the two topmost stages, with all that holds state.</summary>
    public static TrainingRecipe Ensemble { get; } = Probe with
    {
        Phases =
        [
            HeadAlone,
            TopStage with
            {
                Stages = 2,
                Schedule = new ScheduleRecipe { Kind = ScheduleKind.Plateau, Patience = 1 },
                Augmentation = new AugmentationRecipe { Orientations = true, Rotation = 20, Brightness = 0.1, Cutout = 0.2, Mixup = 0.3 },
                Clip = 1,
            },
        ],
        CrossValidation = new CrossValidationRecipe { Final = FinalModel.Ensemble, Folds = 3 },
        TestViews = 2,
    };

    /// <summary>Two networks of one epoch, whose weights are averaged.</summary>
    public static TrainingRecipe Soup { get; } = Probe with
    {
        Phases = [TopStage with { Epochs = 1 }],
        CrossValidation = new CrossValidationRecipe { Final = FinalModel.Soup },
    };

    /// <summary>The same with a second trunk, and with the image's middle beside the whole.</summary>
    public static TrainingRecipe Companion => Soup with
    {
        Companions = [new CompanionRecipe { Weights = DrawnWeights.File, Network = DrawnWeights.Network, Taps = ["fire9"] }],
        Input = Soup.Input with { CentreCrop = 0.7 },
        TestViews = 2,
    };

    /// <summary>A range test and three short trainings before the training itself.</summary>
    public static TrainingRecipe Search { get; } = FineTune with
    {
        Phases = [TopStage with { Epochs = 1 }],
        CrossValidation = new CrossValidationRecipe { Folds = 1 },
        Search = new SearchRecipe
        {
            RateRange = new RateRangeRecipe { Steps = 10 },
            BatchSizes = [8, 16],
            Rates = [0.5, 1],
            Trials = 3,
        },
    };

    public static TrainingPlan Plan(this TrainingRecipe recipe, DrawnTrainingImages images, int seed = 7, int threads = 1)
    {
        // Nothing is measured without a budget, so that nothing is waited for.
        var plan = TrainingPlanner.MakeAsync(
            images, recipe, new PlanOptions { Seed = seed, Threads = threads, Device = TrainingDevice.Cpu }).GetAwaiter().GetResult();
        return plan with { ImagesAStep = 20, TrainedImagesAStep = 32 };
    }

    /// <param name="blobs">Where members leave their weights and predictions.</param>
    public static async Task<TrainedModel> TrainAsync(
        this TrainingRecipe recipe, DrawnTrainingImages images, MemoryTrainingBlobs? blobs = null)
    {
        await using var session = TrainingSession.Start(recipe.Plan(images), images, blobs ?? new MemoryTrainingBlobs());
        await session.RunAsync(cancellationToken: TestContext.Current.CancellationToken);
        return await session.BuildAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The weights that a member left behind, by name; the caller disposes of them.</summary>
    public static async Task<StateDict> WeightsAsync(this MemoryTrainingBlobs blobs, string member)
    {
        using var stream = new MemoryStream(await blobs.GetAsync($"member-{member}", TestContext.Current.CancellationToken));
        return SafeTensors.Read(stream, member);
    }
}
