namespace Lesion.Contracts;

/// <summary>
/// One row of a <c>labels.csv</c>. It speaks of every drop whose key ends with <see cref="FileName"/>, or with whose key
/// <see cref="FileName"/> ends, whole path segments compared; a drop's folder <c>unlabelled/</c> is left aside.
/// </summary>
public sealed record LabelSheetRow
{
    public required string FileName { get; init; }

    /// <summary>Lower case; null where the row gives a group or a split only.</summary>
    public string? Label { get; init; }

    public string? Group { get; init; }

    public string? PatientId { get; init; }

    public string? LesionId { get; init; }

    /// <summary>An explicit split overrides the fold.</summary>
    public Split? Split { get; init; }
}
