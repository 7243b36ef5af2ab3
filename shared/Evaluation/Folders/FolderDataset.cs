using System.Collections.Concurrent;
using System.Security.Cryptography;
using Lesion.Contracts;
using Lesion.Evaluation.Datasets;
using Lesion.Imaging;

namespace Lesion.Evaluation.Folders;

/// <summary>A dataset made of the files of a folder, with where each image lies.</summary>
/// <param name="Manifest">The dataset.</param>
/// <param name="Paths">Where the images lie, by id; of files with the same bytes the first.</param>
/// <param name="Unusable">Files that are no pictures, or whose folder is no label.</param>
public sealed record FolderDataset(
    DatasetManifest Manifest,
    IReadOnlyDictionary<string, string> Paths,
    IReadOnlyList<UnusableFile> Unusable)
{
    /// <summary>Looks at every file of a folder and builds the dataset by the same rules as the catalog does.</summary>
    /// <param name="files">From <see cref="ImageFolder.Find"/>.</param>
    /// <param name="positive">The positive class of two; else <c>malignant</c>, else <c>melanoma</c>.</param>
    /// <param name="progress">Told the number of files that were looked at.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="DatasetException">They make no dataset; the message says why and what to do.</exception>
    public static async Task<FolderDataset> ReadAsync(
        IReadOnlyList<FolderImage> files,
        string? positive = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var looked = new (DatasetCandidate Candidate, string? Problem)[files.Count];
        var done = 0;
        await Parallel.ForAsync(0, files.Count, cancellationToken, async (index, token) =>
        {
            looked[index] = await LookAsync(files[index], token);
            progress?.Report(Interlocked.Increment(ref done));
        });

        var unusable = files.Zip(looked)
            .Where(pair => pair.Second.Problem is not null)
            .Select(pair => new UnusableFile(pair.First.Name, pair.Second.Problem!))
            .ToList();
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (file, (candidate, _)) in files.Zip(looked))
        {
            paths.TryAdd(candidate.ImageId, file.Path);
        }

        var candidates = looked.Select(look => look.Candidate).GroupBy(candidate => candidate.ImageId).Select(Merge);
        try
        {
            return new FolderDataset(DatasetBuilder.Build(candidates, CanonicalRecipe.Default.Id, positive), paths, unusable);
        }
        catch (DatasetException exception) when (unusable.Count > 0)
        {
            throw new DatasetException(
                $"{exception.Message} {unusable.Count} of {files.Count} files cannot be used, the first being"
                + $" '{unusable[0].Name}': {unusable[0].Problem}");
        }
    }

    private static async Task<(DatasetCandidate Candidate, string? Problem)> LookAsync(
        FolderImage file, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(file.Path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without its bytes it has no id; its name stands for it.
            return (new DatasetCandidate { ImageId = file.Name, LeftOut = LeftOutReasons.Unreadable }, exception.Message);
        }

        return Look(file, bytes);
    }

    private static (DatasetCandidate Candidate, string? Problem) Look(FolderImage file, byte[] bytes)
    {
        var candidate = new DatasetCandidate
        {
            ImageId = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Label = file.Label,
            GroupKeys = file.GroupKeys,
            Split = file.Split,
            LeftOut = file.IsConflicted ? LeftOutReasons.Conflicted : null,
        };
        if (file.Problem is not null)
        {
            return (candidate with { LeftOut = LeftOutReasons.BadLabel }, file.Problem);
        }

        try
        {
            return (candidate with { Hash = PerceptualHash.Compute(CanonicalImage.Render(bytes, CanonicalRecipe.Default)) }, null);
        }
        catch (BadImageException exception)
        {
            return (candidate with { LeftOut = LeftOutReasons.Unreadable }, exception.Message);
        }
    }

    /// <summary>Files of the same bytes are one image; where they disagree, nobody knows which is right.</summary>
    private static DatasetCandidate Merge(IGrouping<string, DatasetCandidate> same)
    {
        var labels = same.Select(file => file.Label).OfType<string>().Distinct().ToList();
        var splits = same.Select(file => file.Split).OfType<Split>().Distinct().ToList();
        var isConflicted = labels.Count > 1 || splits.Count > 1;
        return same.First() with
        {
            Label = labels is [var label] ? label : null,
            Split = splits is [var split] ? split : null,
            GroupKeys = [.. same.SelectMany(file => file.GroupKeys).Distinct()],
            LeftOut = same.Select(file => file.LeftOut).FirstOrDefault(reason => reason is not null)
                ?? (isConflicted ? LeftOutReasons.Conflicted : null),
        };
    }
}
