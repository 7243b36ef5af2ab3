namespace Lesion.Storage.Tests.Contract;

/// <summary>A store with a bucket of its own for one test.</summary>
public abstract class StoreUnderTest : IAsyncDisposable
{
    public abstract string Bucket { get; }

    public abstract IObjectStore Store { get; }

    /// <summary>Another store on the same objects, as another process would have.</summary>
    public abstract IObjectStore Reopen();

    public abstract Task StartAsync();

    public abstract ValueTask DisposeAsync();
}
