using Lesion.Contracts;

namespace Lesion.Evaluation.Datasets;

/// <summary>The members of one group, in the order of their ids.</summary>
internal sealed class ImageGroup(IReadOnlyList<DatasetCandidate> members)
{
    public IReadOnlyList<DatasetCandidate> Members { get; } = members;

    /// <summary>The id of the first member.</summary>
    public string Key { get; } = members[0].ImageId;

    public IEnumerable<DatasetCandidate> Usable => Members.Where(IsUsable);

    /// <summary>What members without a split of their own are for: held out where a member is.</summary>
    public Split? Split { get; } = members.Where(IsUsable).Max(member => member.Split);

    /// <summary>The fold that newcomers join; null where no member has one.</summary>
    public int? Home { get; } = FindHome(members);

    public static bool IsUsable(DatasetCandidate candidate) => candidate is { LeftOut: null, Label: not null };

    /// <summary>Fold 0 where a member is in it, because it may be held out; else the fold of most members.</summary>
    private static int? FindHome(IReadOnlyList<DatasetCandidate> members)
    {
        var folds = members.Where(member => member.Fold is not null).CountBy(member => member.Fold!.Value).ToList();
        return folds.Count == 0
            ? null
            : folds.OrderByDescending(fold => fold.Key == 0).ThenByDescending(fold => fold.Value).ThenBy(fold => fold.Key).First().Key;
    }
}
