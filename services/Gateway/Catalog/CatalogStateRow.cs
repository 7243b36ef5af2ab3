namespace Lesion.Gateway.Catalog;

/// <summary>The one row that says how much of the object store the catalog knows.</summary>
internal sealed class CatalogStateRow
{
    public const int TheOne = 1;

    public required int Id { get; init; }

    /// <summary>Rises whenever the catalog is emptied, so that a sweep that began before does not call it complete.</summary>
    public required long Generation { get; set; }

    /// <summary>False from an emptying, or the making of the tables, to the end of the sweep that follows.</summary>
    public required bool IsComplete { get; set; }
}
