using Lesion.Imaging;

namespace Lesion.Learning.Training.Members;

/// <summary>A batch of an epoch.</summary>
/// <param name="Places">Of its images among those that the member is trained on.</param>
/// <param name="Key">From which, and from nothing else, all follows that is drawn at random for the batch.</param>
internal sealed record ImageBatch(IReadOnlyList<int> Places, string Key)
{
    public long DropoutSeed => (long)Random("dropout").Next();

    public SeededRandom Random(string purpose) => SeededRandom.From($"{Key}/{purpose}");
}
