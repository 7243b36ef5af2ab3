namespace Lesion.Standalone.Demo;

/// <summary>What <c>lesion demo</c> was asked for.</summary>
internal sealed record DemoOptions
{
    public const int DefaultPainted = 400;

    /// <summary>A person's own images; null paints some.</summary>
    public DirectoryInfo? Images { get; init; }

    /// <summary>How many images are painted.</summary>
    public int Painted { get; init; } = DefaultPainted;

    /// <summary>The positive class of two; null takes <c>malignant</c>, else <c>melanoma</c>.</summary>
    public string? Positive { get; init; }

    public bool Exit { get; init; }

    public FileInfo? Json { get; init; }

    public string? Urls { get; init; }

    /// <summary>The folder of all state, which must be new or empty; null makes a temporary one.</summary>
    public DirectoryInfo? Data { get; init; }
}
