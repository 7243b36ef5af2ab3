using Lesion.Contracts;
using Lesion.Gateway.Catalog;

namespace Lesion.Gateway.Projection;

/// <summary>Which label counts, and which rows of a label sheet speak of a drop.</summary>
internal static class LabelRules
{
    private static readonly string UnlabelledFolder = Storage.Keys.Unlabelled + "/";

    /// <summary>
    /// A person outranks a sheet, a sheet outranks a folder. Different labels of the rank that counts are a conflict. A
    /// person who took the label back outranks the others too.
    /// </summary>
    public static ResolvedLabel Resolve(
        PersonLabelRow? person,
        IEnumerable<string?> ofSheets,
        IEnumerable<string?> ofFolders)
    {
        if (person is not null)
        {
            return person.Label is null
                ? ResolvedLabel.None
                : new ResolvedLabel(person.Label, LabelSource.Person, LabelState.Labelled);
        }

        return OfRank(LabelSource.Csv, ofSheets) ?? OfRank(LabelSource.Folder, ofFolders) ?? ResolvedLabel.None;
    }

    /// <summary>
    /// Whether one path ends with the other, whole segments compared, so that <c>a/1.jpg</c> speaks of <c>set/a/1.jpg</c> and
    /// the other way round, but not of <c>ba/1.jpg</c>. The folder for images without a label counts for nothing.
    /// </summary>
    public static bool SpeaksOf(string sheetPath, string dropKey)
    {
        if (dropKey.StartsWith(UnlabelledFolder, StringComparison.Ordinal))
        {
            dropKey = dropKey[UnlabelledFolder.Length..];
        }

        return EndsWithSegments(dropKey, sheetPath) || EndsWithSegments(sheetPath, dropKey);
    }

    /// <summary>The last segment of a path.</summary>
    public static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static ResolvedLabel? OfRank(LabelSource source, IEnumerable<string?> labels)
    {
        var distinct = labels.OfType<string>().Distinct(StringComparer.Ordinal).Take(2).ToList();
        return distinct.Count switch
        {
            0 => null,
            1 => new ResolvedLabel(distinct[0], source, LabelState.Labelled),
            _ => new ResolvedLabel(null, source, LabelState.Conflicted),
        };
    }

    private static bool EndsWithSegments(string path, string ending) =>
        path.EndsWith(ending, StringComparison.Ordinal)
        && (path.Length == ending.Length || path[path.Length - ending.Length - 1] == '/');
}
