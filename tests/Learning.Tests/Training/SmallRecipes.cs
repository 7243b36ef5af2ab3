using Lesion.Imaging;
using Lesion.Learning.Training;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Tests.Training;

/// <summary>The default network on small inputs, so that a training takes seconds.</summary>
internal static class SmallRecipes
{
    private const int Size = 64;

    public static TrainingRecipe Probe { get; } = new()
    {
        Input = new NetworkInputRecipe { Size = Size },
        Views = new ViewRecipe { Size = Size, Views = 1 },
    };

    public static TrainingRecipe FineTune { get; } = Probe with
    {
        FineTune = new FineTuneRecipe { Epochs = 2, Folds = 2, BatchSize = 8 },
    };

    public static TrainingPlan Plan(this TrainingRecipe recipe, DrawnTrainingImages images) =>
        TrainingPlanner.Make(images.Dataset, recipe, seed: 7, threads: 1) with { ImagesAStep = 20 };
}
