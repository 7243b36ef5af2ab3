using Lesion.Imaging;
using Lesion.Learning.Training.Planning;

namespace Lesion.Learning.Training.Members;

/// <summary>
/// The random draws of an epoch: each follows from the seed, the member, the phase, the epoch and the batch alone, so that
/// an epoch that was cut goes on as if it had not been.
/// </summary>
internal readonly record struct EpochDraws(int Seed, Member Member, int Phase, int Epoch)
{
    /// <summary>The images in the order in which they are shown.</summary>
    /// <param name="images">How many there are.</param>
    /// <param name="size">Of a batch; the last may be smaller.</param>
    public IReadOnlyList<ImageBatch> Batches(int images, int size)
    {
        var order = Enumerable.Range(0, images).ToArray();
        SeededRandom.From($"{Key}/order").Shuffle<int>(order);
        var key = Key;
        return [.. order.Chunk(size).Select((places, number) => new ImageBatch(places, $"{key}/{number}"))];
    }

    private string Key => $"{Seed}/{Member.Key}/{Phase}/{Epoch}";
}
