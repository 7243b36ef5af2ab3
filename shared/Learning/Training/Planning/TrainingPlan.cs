using Lesion.Learning.Optimisation.Devices;
using Lesion.Learning.Training.Recipe;

namespace Lesion.Learning.Training.Planning;

/// <summary>
/// All that a training does, decided before it starts: with the dataset it gives the list of steps, and with the same
/// number of threads the same bytes.
/// </summary>
public sealed record TrainingPlan
{
    /// <summary>The <see cref="Contracts.DatasetManifest"/>'s id.</summary>
    public required string DatasetId { get; init; }

    public required TrainingRecipe Recipe { get; init; }

    public required int Seed { get; init; }

    /// <summary>Threads of torch: sums are split among them, so their number changes the last bits.</summary>
    public required int Threads { get; init; }

    /// <summary>Where it computes, decided.</summary>
    public TrainingDevice Device { get; init; } = TrainingDevice.Cpu;

    /// <summary>SHA-256 of each of the recipe's weights, the trunk's first: the training goes on with these and no others.</summary>
    public IReadOnlyList<string> WeightsSha256 { get; init; } = [];

    /// <summary>What it is expected to take on this machine; null where no budget asked.</summary>
    public double? ExpectedMinutes { get; init; }

    /// <summary>Images whose features one step takes. Default 16.</summary>
    public int ImagesAStep { get; init; } = 16;

    /// <summary>Images that one step trains on, about; a large epoch has larger steps. Default 64.</summary>
    public int TrainedImagesAStep { get; init; } = 64;

    /// <summary>Sees to it that the weights on this machine are the plan's.</summary>
    /// <exception cref="TrainingException">They are others.</exception>
    /// <exception cref="FileNotFoundException">They are not on this machine.</exception>
    internal void CheckWeights()
    {
        foreach (var (weights, planned) in Recipe.AllWeights.Zip(WeightsSha256))
        {
            if (weights.ComputeSha256() is var found && found != planned)
                throw new TrainingException(
                    $"The weights '{weights.Name}' in {weights.Path} are not those that the training began with: their SHA-256 is {found}, "
                    + $"not {planned}. Put the former file back, or train again.");
        }
    }
}
