using Lesion.Storage;
using Lesion.Storage.Labels;

namespace Lesion.Ingestion.Intake;

/// <summary>What the key of a drop says: <c>label/name</c>, <c>unlabelled/name</c>, or a sheet of labels.</summary>
internal static class DropKey
{
    /// <summary>Whether it is a <c>labels.csv</c>; it may lie in any folder, and means the same there.</summary>
    public static bool IsLabelSheet(string key) =>
        key[(key.LastIndexOf('/') + 1)..].Equals(Keys.LabelSheetName, StringComparison.OrdinalIgnoreCase);

    /// <summary>The label that the folder gives; null for <c>unlabelled/</c>.</summary>
    /// <exception cref="RefusedDropException">The key is not <c>label/name</c>, or the folder's name is no label.</exception>
    public static string? Label(string key)
    {
        var parts = key.Split('/');
        if (parts.Length != 2)
        {
            var where = parts.Length == 1 ? "in no folder" : "in nested folders";
            throw new RefusedDropException(
                "badKey",
                $"'{key}' lies {where}. Drop it as '<label>/{parts[^1]}', or as '{Keys.Unlabelled}/{parts[^1]}' if it has no label.");
        }

        try
        {
            var label = LabelName.Normalise(parts[0]);
            return label == Keys.Unlabelled ? null : label;
        }
        catch (InvalidLabelException exception)
        {
            throw new RefusedDropException(
                "badLabel", $"'{key}' lies in a folder that gives no label: {exception.Message} Rename the folder and drop it again.");
        }
    }
}
