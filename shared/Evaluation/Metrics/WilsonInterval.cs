namespace Lesion.Evaluation;

/// <summary>
/// The 95 % score interval of a share, which holds for few images and for shares near 0 and 1 too.
/// Source: Wilson, Journal of the American Statistical Association 22 (1927).
/// </summary>
public static class WilsonInterval
{
    private const double NormalQuantile975 = 1.959963984540054;

    /// <param name="hits">0 to <paramref name="images"/>.</param>
    /// <param name="images">At least one.</param>
    public static (double Low, double High) Of(int hits, int images)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, images);
        var share = (double)hits / images;
        var z2 = NormalQuantile975 * NormalQuantile975 / images;
        var centre = (share + z2 / 2) / (1 + z2);
        var half = Math.Sqrt(z2 * (share * (1 - share) + z2 / 4)) / (1 + z2);
        return (Math.Clamp(centre - half, 0, share), Math.Clamp(centre + half, share, 1));
    }
}
