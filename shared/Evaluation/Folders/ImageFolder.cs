using Lesion.Contracts;
using Lesion.Evaluation.Datasets;
using Lesion.Storage;
using Lesion.Storage.Labels;

namespace Lesion.Evaluation.Folders;

/// <summary>
/// A folder of labelled images: <c>DIR/label/…</c>, or <c>DIR/labels.csv</c>, which then rules: folders name no labels, and an
/// image without a row is unlabelled.
/// </summary>
public static class ImageFolder
{
    /// <summary>All files but hidden ones and the sheet itself, in ordinal order of their names.</summary>
    /// <exception cref="BadLabelSheetException">The sheet cannot be used.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IReadOnlyList<FolderImage> Find(string folder)
    {
        var rows = ReadSheet(Path.Combine(folder, Keys.LabelSheetName));
        return
        [
            .. from path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
               let name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')
               where name != Keys.LabelSheetName && !name.Split('/').Any(segment => segment.StartsWith('.'))
               orderby name
               select rows is null ? ByFolder(path, name) : BySheet(path, name, rows),
        ];
    }

    /// <summary>
    /// The group of each file, as the name of its first member: files that the sheet joins by patient, lesion or group. Nobody
    /// looks at the pictures, so that near-duplicates are not found.
    /// </summary>
    public static IReadOnlyList<string> Groups(IReadOnlyList<FolderImage> files)
    {
        var groups = new string[files.Count];
        var candidates = files.Select(file => new DatasetCandidate { ImageId = file.Name, GroupKeys = file.GroupKeys }).ToList();
        foreach (var members in ImageGroups.Of(candidates))
        {
            foreach (var member in members)
                groups[member] = files[members[0]].Name;
        }

        return groups;
    }

    private static ILookup<string, LabelSheetRow>? ReadSheet(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var csv = File.OpenRead(path);
        try
        {
            return LabelSheetReader.Read(csv).ToLookup(row => LabelSheetPaths.FileName(row.FileName));
        }
        catch (BadLabelSheetException exception)
        {
            throw new BadLabelSheetException($"'{path}' cannot be used. {exception.Message}");
        }
    }

    private static FolderImage ByFolder(string path, string name)
    {
        var end = name.IndexOf('/');
        var image = new FolderImage { Path = path, Name = name };
        try
        {
            var label = end < 0 ? Keys.Unlabelled : LabelName.Normalise(name[..end]);
            return label == Keys.Unlabelled ? image : image with { Label = label };
        }
        catch (InvalidLabelException exception)
        {
            return image with { Problem = $"Its folder {exception.Message} Rename the folder." };
        }
    }

    private static FolderImage BySheet(string path, string name, ILookup<string, LabelSheetRow> rows)
    {
        var own = rows[LabelSheetPaths.FileName(name)].Where(row => LabelSheetPaths.SpeaksOf(row.FileName, name)).ToList();
        var labels = own.Select(row => row.Label).OfType<string>().Distinct().ToList();
        var splits = own.Select(row => row.Split).OfType<Split>().Distinct().ToList();
        return new FolderImage
        {
            Path = path,
            Name = name,
            Label = labels is [var label] ? label : null,
            IsConflicted = labels.Count > 1 || splits.Count > 1,
            Split = splits is [var split] ? split : null,
            GroupKeys = [.. own.SelectMany(row => GroupKeys.Of(row.PatientId, row.LesionId, row.Group)).Distinct()],
        };
    }
}
