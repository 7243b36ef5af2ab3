using Lesion.Contracts;

namespace Lesion.Testing;

/// <summary>All that the object store holds of images, read once.</summary>
internal sealed record StoreSnapshot
{
    public required IReadOnlyList<(string Key, string VersionId)> Inbox { get; init; }

    /// <summary>The SHA-256 of each image's bytes, by its id.</summary>
    public required IReadOnlyDictionary<string, string> Images { get; init; }

    /// <summary>Each with its key.</summary>
    public required IReadOnlyList<(string Key, DropRecord Record)> Drops { get; init; }

    public required IReadOnlyList<PreparedObject> Prepared { get; init; }

    public required IReadOnlyList<QuarantinedObject> Quarantine { get; init; }
}
