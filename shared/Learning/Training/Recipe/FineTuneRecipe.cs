namespace Lesion.Learning.Training.Recipe;

/// <summary>Training the trunk's last stage and the head together, from the probe's head.</summary>
/// <remarks>
/// Rates are relative: one is the share of a tensor's own root mean square by which a step moves its values at most.
/// Folded weights are small numbers, so that a rate that suits others destroys them.
/// </remarks>
public sealed record FineTuneRecipe
{
    /// <summary>The most epochs; cross-validation chooses how many. Default 4.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>On how many of the folds the epochs are tried. Default 2.</summary>
    public int Folds { get; init; } = 2;

    /// <summary>Images a step. Default 16.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Of the head. Default 0.01.</summary>
    public double HeadRate { get; init; } = 0.01;

    /// <summary>Of the trunk's last stage. Default 0.002.</summary>
    public double BodyRate { get; init; } = 0.002;

    /// <summary>Share of the rate by which weights shrink each step (decoupled). Default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>The share of a label that is spread over all classes. Default 0.1.</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Decay of the averaged weights that are evaluated and kept. Default 0.98.</summary>
    public double AverageDecay { get; init; } = 0.98;

    internal void Check(Action<bool, string, string> require)
    {
        require(Epochs is >= 1 and <= 1000, "fineTune.epochs", "lies from 1 to 1000");
        require(Folds >= 1, "fineTune.folds", "is at least 1");
        require(BatchSize is >= 2 and <= 1024, "fineTune.batchSize", "lies from 2 to 1024");
        require(HeadRate > 0 && BodyRate > 0, "fineTune.headRate and bodyRate", "are above 0");
        require(WeightDecay >= 0, "fineTune.weightDecay", "is not negative");
        require(LabelSmoothing is >= 0 and < 1, "fineTune.labelSmoothing", "lies in [0, 1)");
        require(AverageDecay is >= 0 and < 1, "fineTune.averageDecay", "lies in [0, 1)");
    }
}
