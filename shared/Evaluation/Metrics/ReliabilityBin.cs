namespace Lesion.Evaluation;

/// <summary>Images whose answer was about equally sure, and how many of the answers were right.</summary>
/// <param name="Low">The bin holds probabilities above it,</param>
/// <param name="High">up to and with this one.</param>
/// <param name="Images">At least one.</param>
/// <param name="Confidence">Mean probability of the answers.</param>
/// <param name="Right">The share of them that is right.</param>
/// <param name="RightLow">95 % interval of <paramref name="Right"/>, see <see cref="WilsonInterval"/>: from here</param>
/// <param name="RightHigh">to here.</param>
public sealed record ReliabilityBin(
    double Low, double High, int Images, double Confidence, double Right, double RightLow, double RightHigh)
{
    internal static ReliabilityBin Of(double low, double high, int images, double confidence, int right)
    {
        var (rightLow, rightHigh) = WilsonInterval.Of(right, images);
        return new(low, high, images, confidence, (double)right / images, rightLow, rightHigh);
    }
}
