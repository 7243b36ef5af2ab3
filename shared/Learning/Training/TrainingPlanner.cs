using System.Diagnostics;
using Lesion.Contracts;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.State;
using static TorchSharp.torch;

namespace Lesion.Learning.Training;

/// <summary>Makes the plan of a training, before it starts.</summary>
public static class TrainingPlanner
{
    /// <summary>Training on an image costs about as much as so many passes of features: reading views, prefix, top stage and its gradient.</summary>
    private const double TrainingCost = 4;

    private const int TrialRows = 16;

    /// <param name="threads">Of torch; 0 takes as many as there are processors.</param>
    /// <param name="budgetMinutes">Where given, the speed of this machine is measured for a moment, and epochs, then views, are
    /// cut to what fits. The plan then holds the cut recipe, and no clock.</param>
    /// <exception cref="TrainingException">The images do not suffice, or the recipe cannot be.</exception>
    public static TrainingPlan Make(
        DatasetManifest dataset, TrainingRecipe recipe, int seed, int threads = 0, double? budgetMinutes = null)
    {
        var plan = new TrainingPlan
        {
            DatasetId = dataset.Id,
            Recipe = recipe.Checked(),
            Seed = seed,
            Threads = threads > 0 ? threads : Environment.ProcessorCount,
        };
        var layout = new TrainingLayout(plan, dataset);
        return budgetMinutes is { } minutes ? plan with { Recipe = Fit(layout, 60 * minutes) } : plan;
    }

    private static TrainingRecipe Fit(TrainingLayout layout, double seconds)
    {
        var recipe = layout.Plan.Recipe;
        var affordable = seconds * RowsASecond(layout) * 0.9;
        for (var views = recipe.Views?.Views ?? 0; views > 0 && Rows(views) > affordable; views--)
            recipe = recipe with { Views = views > 1 ? recipe.Views! with { Views = views - 1 } : null };
        if (recipe.FineTune is not { } fineTune)
            return recipe;
        var anEpoch = TrainingCost * (layout.Training.Count
            + layout.FineTuneFolds.Sum(fold => layout.Training.Count(image => image.Fold != fold)));
        var epochs = (int)Math.Min(fineTune.Epochs, (affordable - Rows(recipe.Views?.Views ?? 0)) / anEpoch);
        return recipe with { FineTune = epochs >= 1 ? fineTune with { Epochs = epochs } : null };

        double Rows(int views) => layout.Training.Count * (1.0 + views) + layout.HeldOut.Count;
    }

    private static double RowsASecond(TrainingLayout layout)
    {
        set_num_threads(layout.Plan.Threads);
        using var network = TrainingNetwork.Create(layout);
        using var withoutGradients = no_grad();
        var size = layout.Plan.Recipe.Input.Size;
        double Pass()
        {
            using var scope = NewDisposeScope();
            var watch = Stopwatch.StartNew();
            network.Embed(zeros([TrialRows, size, size, 3], ScalarType.Byte));
            return watch.Elapsed.TotalSeconds;
        }

        Pass();
        return TrialRows / Pass();
    }
}
