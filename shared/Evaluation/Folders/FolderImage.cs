using Lesion.Contracts;

namespace Lesion.Evaluation.Folders;

/// <summary>A file of an image folder and what the folder says of it; whether it is a picture nobody has looked yet.</summary>
public sealed record FolderImage
{
    public required string Path { get; init; }

    /// <summary>The path inside the folder, segments separated by <c>/</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Lower case; null where there is none, or where rows of the sheet disagree.</summary>
    public string? Label { get; init; }

    /// <summary>Rows of the sheet give it different labels or splits.</summary>
    public bool IsConflicted { get; init; }

    /// <summary>Why it cannot be used and what to do, where the folder's name is no label; null otherwise.</summary>
    public string? Problem { get; init; }

    public Split? Split { get; init; }

    /// <summary>See <see cref="Datasets.GroupKeys"/>.</summary>
    public IReadOnlyList<string> GroupKeys { get; init; } = [];
}
