namespace Lesion.Storage;

/// <summary>One version of an object, held so that just this version can be removed.</summary>
public abstract class TakenObject : IAsyncDisposable
{
    public abstract ObjectInfo Info { get; }

    /// <summary>Names this version for ever: the same version taken again has the same id.</summary>
    public abstract string VersionId { get; }

    /// <summary>Forward only.</summary>
    public abstract Stream Content { get; }

    /// <summary>Removes this version. Without it, disposing gives the object back.</summary>
    public abstract Task RemoveAsync(CancellationToken cancellationToken = default);

    public abstract ValueTask DisposeAsync();
}
