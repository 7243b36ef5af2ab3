namespace Lesion.Evaluation;

/// <summary>How often answers are right that are so sure: the bins of the expected calibration error, for drawing.</summary>
public static class ReliabilityDiagram
{
    /// <summary>The bins that hold an image, by rising probability of the class that each image is most likely of.</summary>
    public static IReadOnlyList<ReliabilityBin> Of(PredictionSet predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return new CalibrationError(predictions).ToBins();
    }
}
