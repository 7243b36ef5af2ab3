namespace Lesion.Gateway.Catalog;

/// <summary>Which form of the catalog a database holds, and whether it was filled from the object store once.</summary>
internal sealed class SchemaRow
{
    public required int Version { get; init; }

    /// <summary>False from the making of the tables to the end of the first sweep.</summary>
    public bool IsComplete { get; set; }
}
