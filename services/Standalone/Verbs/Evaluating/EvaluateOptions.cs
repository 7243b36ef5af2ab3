using Lesion.Contracts;

namespace Lesion.Standalone.Verbs.Evaluating;

/// <summary>What <c>lesion evaluate</c> was asked for.</summary>
internal sealed record EvaluateOptions
{
    public required FileInfo Model { get; init; }

    /// <summary>Another model to compare with on the same images.</summary>
    public FileInfo? Against { get; init; }

    public required DirectoryInfo Images { get; init; }

    /// <summary>Null takes test, else val, else all images.</summary>
    public Split? Split { get; init; }

    public FileInfo? Json { get; init; }
}
