using Lesion.Storage.S3.Wire;

namespace Lesion.Storage.S3;

/// <summary>A version of an object, read while others may put the next.</summary>
internal sealed class S3TakenObject(
    StoredObject stored,
    string version,
    Func<CancellationToken, Task> remove,
    Action letGo) : TakenObject
{
    public override ObjectInfo Info => stored.Info;

    public override string VersionId { get; } =
        version == S3Headers.NoVersion ? $"{version}-{stored.Info.ETag}" : version;

    public override Stream Content => stored.Content;

    /// <inheritdoc/>
    public override Task RemoveAsync(CancellationToken cancellationToken = default) => remove(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        letGo();
        await stored.DisposeAsync();
    }
}
