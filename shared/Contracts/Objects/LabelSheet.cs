namespace Lesion.Contracts;

/// <summary>A <c>labels.csv</c> in normal form, kept as <c>labels/csv/&lt;sheetId&gt;.json</c>.</summary>
public sealed record LabelSheet
{
    /// <summary>Lower-case hexadecimal SHA-256 of the CSV's bytes.</summary>
    public required string SheetId { get; init; }

    public required DateTimeOffset DroppedAt { get; init; }

    public required IReadOnlyList<LabelSheetRow> Rows { get; init; }
}
