using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Storage;
using Lesion.Storage.Labels;

namespace Lesion.Gateway.Projection;

/// <summary>Which label counts, and which rows of a label sheet speak of a drop.</summary>
internal static class LabelRules
{
    private static readonly string UnlabelledFolder = Keys.Unlabelled + "/";

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
    /// Whether a row of a sheet speaks of a drop. The folder for images without a label is no part of an image's path.
    /// </summary>
    public static bool SpeaksOf(string sheetPath, string dropKey) => LabelSheetPaths.SpeaksOf(
        sheetPath,
        dropKey.StartsWith(UnlabelledFolder, StringComparison.Ordinal) ? dropKey[UnlabelledFolder.Length..] : dropKey);

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
}
