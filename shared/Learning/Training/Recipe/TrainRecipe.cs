using System.Text.Json.Serialization;
using Lesion.Learning.Augmentation;
using Lesion.Learning.Networks;
using Lesion.Learning.Optimisation.Losses;
using Lesion.Learning.Optimisation.Optimisers;
using Lesion.Learning.Optimisation.Schedules;
using Lesion.Learning.Training.Recipe.Options;

namespace Lesion.Learning.Training.Recipe;

/// <summary>Training by gradient: of the head alone, or of the head and of stages from the top down.</summary>
public sealed record TrainRecipe : PhaseRecipe
{
    /// <summary>
    /// How many stages are trained, from the top: 0 trains the head alone, on the cached features of images and views as long
    /// as no earlier phase has trained stages, which is far quicker; n or <c>"all"</c> runs the network on images. Default 1.
    /// </summary>
    public StageCount Stages { get; init; } = 1;

    /// <summary>Passes over the images, each shown once a pass. Default 4.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>Images a step. Default 16.</summary>
    public int BatchSize { get; init; } = 16;

    public OptimiserRecipe Optimiser { get; init; } = new();

    public ScheduleRecipe Schedule { get; init; } = new();

    /// <summary>The share of a label that is spread over all classes. Default 0.1.</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Whether rarer classes weigh more. Default: no.</summary>
    public ClassWeighting ClassWeighting { get; init; }

    /// <summary>How images are changed each time they are shown. Default: they are turned and mirrored. Of features, only mixup applies.</summary>
    public AugmentationRecipe Augmentation { get; init; } = new() { Orientations = true };

    /// <summary>Decay of the averaged weights that are evaluated and kept; 0 keeps the last weights. Default 0.98.</summary>
    public double AverageDecay { get; init; } = 0.98;

    /// <summary>The gradient's largest norm over all weights; null (the default) clips nothing.</summary>
    public double? Clip { get; init; }

    /// <summary>Whether batch norm in the stages trained takes the batch's statistics. Default: frozen.</summary>
    public BatchNormMode BatchNorm { get; init; }

    /// <summary>
    /// A member ends the phase when so many epochs in a row were no better on its kept-out fold, and goes back to its best;
    /// null (the default) takes every epoch.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>What it trains, for people.</summary>
    [JsonIgnore]
    public string Name => Stages switch
    {
        _ when Stages == 0 => "Head alone",
        _ when Stages == 1 => "Top stage and head",
        _ when Stages == StageCount.All => "All stages and head",
        _ => $"Top {Stages} stages and head",
    };

    internal override void Check(Action<bool, string, string> require, string name)
    {
        require(Epochs is >= 1 and <= 1000, $"{name}.epochs", "lies from 1 to 1000");
        require(BatchSize is >= 2 and <= 1024, $"{name}.batchSize", "lies from 2 to 1024");
        require(LabelSmoothing is >= 0 and < 1, $"{name}.labelSmoothing", "lies in [0, 1)");
        require(AverageDecay is >= 0 and < 1, $"{name}.averageDecay", "lies in [0, 1)");
        require(Clip is null or > 0, $"{name}.clip", "is above 0, or null");
        require(Patience is null or >= 1, $"{name}.patience", "is at least 1, or null");
        Optimiser.Check(require, $"{name}.optimiser");
        Schedule.Check(require, $"{name}.schedule");
        Augmentation.Check(require, $"{name}.augmentation");
    }
}
