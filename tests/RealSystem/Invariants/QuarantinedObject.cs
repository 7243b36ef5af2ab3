using Lesion.Storage;

namespace Lesion.Testing;

/// <summary>An object under <see cref="Keys.Quarantine"/>.</summary>
/// <param name="DropId">By its key.</param>
/// <param name="Record">Null where it carries no reason.</param>
internal sealed record QuarantinedObject(string Key, string DropId, QuarantineRecord? Record);
