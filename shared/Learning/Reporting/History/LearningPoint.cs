namespace Lesion.Learning.Reporting;

/// <summary>Where a learning curve stands after an epoch. What was not measured there is null.</summary>
public sealed record LearningPoint
{
    /// <summary>Epochs done, from 0, the state before the first.</summary>
    public required double Epoch { get; init; }

    /// <summary>The optimiser's rate in the epoch's last step, the highest of those of the stages.</summary>
    public double? Rate { get; init; }

    /// <summary>Mean over the epoch of the loss as it was minimised: with smoothing, weights and mixed labels.</summary>
    public double? TrainingLoss { get; init; }

    /// <summary>Mean cross-entropy of the images kept out, at temperature 1, without smoothing or weights.</summary>
    public double? OutOfFoldLoss { get; init; }

    /// <summary>AUC of the images kept out.</summary>
    public double? OutOfFoldAuc { get; init; }

    /// <summary>
    /// How many rows of an image, orientations and its middle, the figures on the images kept out are the mean of. Default 1, the
    /// whole image alone.
    /// </summary>
    public int Rows { get; init; } = 1;

    /// <summary>The same without values that are no numbers, as a training that ran away gives; JSON has none.</summary>
    internal LearningPoint Finite() => this with
    {
        Rate = Finite(Rate),
        TrainingLoss = Finite(TrainingLoss),
        OutOfFoldLoss = Finite(OutOfFoldLoss),
        OutOfFoldAuc = Finite(OutOfFoldAuc),
    };

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
