using Lesion.Contracts;

namespace Lesion.Gateway.Catalog;

/// <summary>One row of a label sheet.</summary>
internal sealed class SheetRow
{
    public required string SheetId { get; init; }

    /// <summary>The row's place in its sheet.</summary>
    public required int Place { get; init; }

    /// <summary>The path that the sheet gives.</summary>
    public required string Path { get; init; }

    /// <summary>The last segment of <see cref="Path"/>.</summary>
    public required string FileName { get; init; }

    public string? Label { get; init; }

    public string? Group { get; init; }

    public string? PatientId { get; init; }

    public string? LesionId { get; init; }

    public Split? Split { get; init; }
}
