namespace Lesion.Contracts;

/// <summary>A <c>labels.csv</c> was read and stored, normalised, as a <see cref="LabelSheet"/>.</summary>
public sealed record LabelsImported
{
    /// <summary>The stored <see cref="LabelSheet"/>.</summary>
    public required ObjectReference Sheet { get; init; }

    public required string DropKey { get; init; }

    public required int Rows { get; init; }
}
