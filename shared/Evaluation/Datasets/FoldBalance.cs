using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Lesion.Evaluation.Datasets;

/// <summary>
/// Gives groups their fold at first use. A plain hash would leave a small set with folds that lack a class; here the
/// hash only fixes the order, and each group goes to the fold that has the fewest images of the group's classes so far.
/// The same images at first use give the same folds; later images change nobody's fold.
/// </summary>
internal sealed class FoldBalance
{
    private readonly Dictionary<(bool HeldOut, int Fold, string Label), int> _counts = [];

    public void Count(bool heldOut, int fold, string label) =>
        _counts[(heldOut, fold, label)] = Of(heldOut, fold, label) + 1;

    /// <summary>The order in which groups are given folds: large ones first, as they are the hardest to balance.</summary>
    public static IEnumerable<ImageGroup> Order(IEnumerable<ImageGroup> groups) =>
        groups.OrderByDescending(group => group.Usable.Count()).ThenBy(group => Hash(group.Key));

    /// <summary>The fold, from <paramref name="first"/> to 4, that needs these labels most.</summary>
    public int Choose(string groupKey, bool heldOut, IReadOnlyCollection<string> labels, int first)
    {
        var folds = DatasetBuilder.Folds - first;
        var rotation = (int)(Hash(groupKey) % (ulong)folds);
        return Enumerable.Range(0, folds)
            .Select(i => first + (i + rotation) % folds)
            .MinBy(fold => (labels.Sum(label => Of(heldOut, fold, label)), Total(heldOut, fold)));
    }

    /// <summary>The first 64 bits of the SHA-256 of a group's key.</summary>
    private static ulong Hash(string groupKey) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(groupKey)));

    private int Of(bool heldOut, int fold, string label) => _counts.GetValueOrDefault((heldOut, fold, label));

    private int Total(bool heldOut, int fold) =>
        _counts.Where(count => count.Key.HeldOut == heldOut && count.Key.Fold == fold).Sum(count => count.Value);
}
