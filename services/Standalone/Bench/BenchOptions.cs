namespace Lesion.Standalone.Bench;

/// <summary>What <c>lesion bench</c> was asked for.</summary>
internal sealed record BenchOptions
{
    public required Uri Server { get; init; }

    /// <summary>Searched with its subfolders.</summary>
    public required DirectoryInfo Images { get; init; }

    /// <summary>Clients, each of which asks again as soon as it was answered.</summary>
    public required int Concurrency { get; init; }

    /// <summary>How long is measured, after the warm-up.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Asked before, and not counted.</summary>
    public required TimeSpan WarmUp { get; init; }

    public FileInfo? Json { get; init; }
}
