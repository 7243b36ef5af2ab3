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

    /// <summary>Images whose features one step takes. Default 16.</summary>
    public int ImagesAStep { get; init; } = 16;

    /// <summary>Images that one step trains on, about; a large epoch has larger steps. Default 64.</summary>
    public int TrainedImagesAStep { get; init; } = 64;
}
