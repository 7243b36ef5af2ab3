using System.Security.Cryptography;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Evaluation.Datasets;

/// <summary>
/// Makes a frozen dataset of the images that can be used: groups, folds and splits, and the list of what was left out.
/// </summary>
/// <remarks>
/// <para>A group's fold is chosen at its first use and kept for ever; newcomers join it.</para>
/// <para>Splits: a person's choice rules, and speaks for the members of the group that have none. Where nobody chose any
/// held-out image, fold 0 is <see cref="Split.Test"/> and the others are <see cref="Split.Train"/>; where somebody did,
/// all images without a choice are for training.</para>
/// <para>Leaks: in a group with held-out members, those for training are left out; in a group that reaches over several
/// folds, those outside its home fold are. Nobody moves.</para>
/// </remarks>
public static class DatasetBuilder
{
    /// <summary>The number of folds.</summary>
    public const int Folds = 5;

    /// <summary>The fewest images of each class in each fold and in the held-out split.</summary>
    public const int FewestOfAClass = 5;

    /// <param name="candidates">All images that are known, also those that cannot be used.</param>
    /// <param name="recipe">The id of the recipe of the canonical forms.</param>
    /// <param name="positive">The positive class of two; else <c>malignant</c>, else <c>melanoma</c>.</param>
    /// <exception cref="DatasetException">Too few images, too few classes, or a positive class that must be named.</exception>
    public static DatasetManifest Build(
        IEnumerable<DatasetCandidate> candidates,
        string recipe,
        string? positive = null)
    {
        var known = candidates.OrderBy(candidate => candidate.ImageId, StringComparer.Ordinal).ToList();
        var groups = ImageGroups.Of(known)
            .Select(places => new ImageGroup([.. places.Select(place => known[place])]))
            .ToList();
        var images = Place(groups);
        var leftOut = known
            .Where(candidate => !ImageGroup.IsUsable(candidate))
            .Select(candidate => LeaveOut(candidate.ImageId, candidate.LeftOut ?? LeftOutReasons.Unlabelled))
            .ToList();
        var homes = groups.ToDictionary(group => group.Key, group => group.Home);
        foreach (var group in images.GroupBy(image => image.Group))
            leftOut.AddRange(Leaks([.. group], homes[group.Key]));

        var dropped = leftOut.Select(image => image.Image).ToHashSet(StringComparer.Ordinal);
        images.RemoveAll(image => dropped.Contains(image.ImageId));
        var classes = images.Select(image => image.Label).Distinct().Order(StringComparer.Ordinal).ToList();
        DatasetChecks.Check(images, leftOut, classes);
        return WithId(new DatasetManifest
        {
            Id = "",
            Classes = classes,
            Positive = DatasetChecks.Positive(classes, positive),
            Recipe = recipe,
            Images = [.. images.OrderBy(image => image.ImageId, StringComparer.Ordinal)],
            LeftOut = [.. leftOut.OrderBy(image => image.Image, StringComparer.Ordinal)],
        });
    }

    /// <summary>The manifest under the id that its content gives: the SHA-256 of its JSON with an empty id.</summary>
    public static DatasetManifest WithId(DatasetManifest manifest)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest with { Id = "" }, LesionJson.Options);
        return manifest with { Id = Convert.ToHexStringLower(SHA256.HashData(json)) };
    }

    private static List<DatasetImage> Place(List<ImageGroup> groups)
    {
        var chosen = groups.Any(group => IsHeldOut(group.Split));
        var balance = new FoldBalance();
        foreach (var group in groups)
        {
            foreach (var member in group.Usable.Where(member => member.Fold is not null))
                balance.Count(IsHeldOut(group.Split), member.Fold!.Value, member.Label!);
        }

        var images = new List<DatasetImage>();
        foreach (var group in FoldBalance.Order(groups.Where(group => group.Usable.Any())))
        {
            var heldOut = IsHeldOut(group.Split);
            var first = !chosen && group.Split is Split.Train ? 1 : 0;
            var labels = group.Usable.Select(member => member.Label!).ToList();
            var home = group.Home ?? balance.Choose(group.Key, heldOut, labels, first);
            foreach (var member in group.Usable)
            {
                if (member.Fold is null)
                    balance.Count(heldOut, home, member.Label!);
                var fold = member.Fold ?? home;
                images.Add(new DatasetImage
                {
                    ImageId = member.ImageId,
                    Label = member.Label!,
                    Group = group.Key,
                    Fold = fold,
                    Split = member.Split ?? group.Split ?? (chosen || fold > 0 ? Split.Train : Split.Test),
                });
            }
        }

        return images;
    }

    /// <summary>The members on the training side whose group is also held out, or is of another fold.</summary>
    private static IEnumerable<LeftOutImage> Leaks(IReadOnlyList<DatasetImage> group, int? home)
    {
        var heldOut = group.Any(image => IsHeldOut(image.Split));
        var kept = home ?? group[0].Fold;
        if (!group.Any(image => image.Fold == kept))
            kept = group[0].Fold;
        var leaks = group.Where(image => image.Split is Split.Train && (heldOut || image.Fold != kept)).ToList();
        return leaks.Select(image => LeaveOut(image.ImageId, LeftOutReasons.SplitGroup) with { InFavourOf = group.Except(leaks).First().ImageId });
    }

    private static bool IsHeldOut(Split? split) => split is Split.Val or Split.Test;

    private static LeftOutImage LeaveOut(string imageId, string reason) => new() { Image = imageId, Reason = reason };
}
