namespace Lesion.Evaluation;

/// <summary>Images whose answer was about equally sure, and how many of the answers were right.</summary>
/// <param name="Low">The bin holds probabilities above it,</param>
/// <param name="High">up to and with this one.</param>
/// <param name="Images">At least one.</param>
/// <param name="Confidence">Mean probability of the answers.</param>
/// <param name="Right">The share of them that is right.</param>
/// <param name="RightLow">95 % interval of <paramref name="Right"/> (Wilson, JASA 22, 1927),</param>
/// <param name="RightHigh">which holds for few images too.</param>
public sealed record ReliabilityBin(
    double Low, double High, int Images, double Confidence, double Right, double RightLow, double RightHigh)
{
    private const double NormalQuantile975 = 1.959963984540054;

    internal static ReliabilityBin Of(double low, double high, int images, double confidence, int right)
    {
        var share = (double)right / images;
        var z2 = NormalQuantile975 * NormalQuantile975 / images;
        var centre = (share + z2 / 2) / (1 + z2);
        var half = Math.Sqrt(z2 * (share * (1 - share) + z2 / 4)) / (1 + z2);
        return new(low, high, images, confidence, share, Math.Clamp(centre - half, 0, share), Math.Clamp(centre + half, share, 1));
    }
}
