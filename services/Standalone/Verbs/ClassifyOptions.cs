namespace Lesion.Standalone.Verbs;

/// <summary>What <c>lesion classify</c> was asked for: either a model or a server.</summary>
internal sealed record ClassifyOptions
{
    public required IReadOnlyList<FileInfo> Images { get; init; }

    public FileInfo? Model { get; init; }

    public Uri? Server { get; init; }

    /// <summary>Where activation maps go; null draws none.</summary>
    public DirectoryInfo? Explain { get; init; }
}
