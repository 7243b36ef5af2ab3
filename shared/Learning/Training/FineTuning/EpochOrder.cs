using Lesion.Imaging;

namespace Lesion.Learning.Training.FineTuning;

/// <summary>The order of the images in an epoch, and which view of each is shown in which orientation: all from the seed.</summary>
internal static class EpochOrder
{
    /// <param name="View">0 is the plain image, then the views.</param>
    /// <param name="Quarters">Quarter turns.</param>
    /// <param name="Mirrored">Left and right exchanged, before the turns.</param>
    public readonly record struct Draw(int Image, int View, int Quarters, bool Mirrored);

    public static Draw[] Of(int seed, int fold, int epoch, int images, int views)
    {
        var random = SeededRandom.For(seed, ((ulong)(fold + 2) << 32) | (uint)epoch);
        var order = Enumerable.Range(0, images).ToArray();
        random.Shuffle<int>(order);
        return [.. order.Select(image => new Draw(
            image, random.NextBelow(1 + views), random.NextBelow(4), random.NextBelow(2) == 1))];
    }
}
