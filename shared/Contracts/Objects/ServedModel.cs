namespace Lesion.Contracts;

public sealed record ServedModel
{
    public required string Name { get; init; }

    public required int Version { get; init; }
}
