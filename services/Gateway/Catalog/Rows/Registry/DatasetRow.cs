namespace Lesion.Gateway.Catalog;

/// <summary>A frozen dataset whose folds are recorded.</summary>
internal sealed class DatasetRow
{
    public required string Id { get; init; }
}
