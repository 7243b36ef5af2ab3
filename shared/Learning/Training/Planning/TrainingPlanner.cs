using Lesion.Learning.Networks;
using Lesion.Learning.Optimisation.Devices;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Weights.Library;

namespace Lesion.Learning.Training.Planning;

/// <summary>Makes the plan of a training, before it starts.</summary>
public static class TrainingPlanner
{
    /// <summary>Of a budget; the rest is for what cannot be foreseen.</summary>
    private const double PlannedShare = 0.9;

    /// <exception cref="TrainingException">The images do not suffice, or the recipe cannot be.</exception>
    public static async Task<TrainingPlan> MakeAsync(
        ITrainingImages images, TrainingRecipe recipe, PlanOptions options, CancellationToken cancellationToken = default)
    {
        var compute = new ComputeChoice { Device = options.Device, Precision = recipe.Precision }.Resolve();
        var plan = new TrainingPlan
        {
            DatasetId = images.Dataset.Id,
            Recipe = recipe.Checked() with { Precision = compute.Precision },
            Seed = options.Seed,
            Threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount,
            Device = compute.Device,
        };
        var layout = new TrainingLayout(plan, images.Dataset);
        plan = plan with { Recipe = Named(plan.Recipe, layout.Dataset.Classes) };
        plan = plan with { WeightsSha256 = Hashes(plan.Recipe) };
        return options.BudgetMinutes is { } minutes
            ? await FitAsync(new TrainingLayout(plan, images.Dataset), images, 60 * minutes, cancellationToken)
            : plan;
    }

    /// <summary>The same recipe with the names that it leaves to the weights.</summary>
    private static TrainingRecipe Named(TrainingRecipe recipe, IReadOnlyList<string> classes)
    {
        try
        {
            var trunks = recipe.AllWeights.Zip(
                [recipe.Taps, .. recipe.Companions.Select(companion => companion.Taps)], (weights, taps) => Named(weights, taps)).ToList();
            new NetworkPlan { Weights = recipe.Weights, Companions = [.. trunks.Skip(1)], Classes = classes }.Check();
            return recipe with
            {
                Network = trunks[0].Network,
                Taps = trunks[0].Taps,
                Companions = [.. recipe.Companions.Zip(
                    trunks.Skip(1), (companion, trunk) => companion with { Network = trunk.Network, Taps = trunk.Taps })],
            };
        }
        catch (ArgumentException exception)
        {
            throw new TrainingException($"The recipe's network cannot be built: {exception.Message}", exception);
        }
    }

    private static TrunkPlan Named(PretrainedWeights weights, IReadOnlyList<string>? taps)
    {
        taps = taps is null
            ? NetworkZoo.DefaultTaps(weights.Network)
            : [.. taps.Select(tap => tap == TrainingRecipe.TopTap ? NetworkZoo.TopTap(weights.Network) : tap)];
        var trunk = new TrunkPlan(weights.Name, weights.Network, taps);
        trunk.Check(taps, NetworkZoo.Create(weights.Network));
        return trunk;
    }

    private static IReadOnlyList<string> Hashes(TrainingRecipe recipe) => [.. recipe.AllWeights.Select(weights => weights.ComputeSha256())];

    private static async Task<TrainingPlan> FitAsync(
        TrainingLayout asked, ITrainingImages images, double seconds, CancellationToken cancellationToken)
    {
        var times = await SpeedTest.RunAsync(asked, images, cancellationToken);
        TrainingPlan? plan = null;
        foreach (var recipe in PlanCuts.Of(asked.Recipe, asked.Folds.Count))
        {
            plan = asked.Plan with { Recipe = recipe };
            var expected = times.Of(new TrainingLayout(plan, asked.Dataset));
            plan = plan with { WeightsSha256 = Hashes(recipe), ExpectedMinutes = expected / 60 };
            if (expected <= PlannedShare * seconds)
                break;
        }

        return plan!;
    }
}
