using Lesion.Storage;

namespace Lesion.Testing;

/// <summary>An object under <see cref="Keys.PreparedRoot"/>.</summary>
/// <param name="ImageId">By its key.</param>
/// <param name="Fault">Why it cannot be read as a picture; null where it can.</param>
internal sealed record PreparedObject(ObjectInfo Info, string Recipe, string ImageId, string? Fault)
{
    public string Key => Info.Key;
}
