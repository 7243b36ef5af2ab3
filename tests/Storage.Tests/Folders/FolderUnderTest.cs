using Lesion.Storage.Folders;
using Lesion.Storage.Tests.Contract;

namespace Lesion.Storage.Tests.Folders;

public sealed class FolderUnderTest : StoreUnderTest
{
    private readonly TemporaryFolder _root = new();

    public FolderUnderTest() => Store = Reopen();

    public override string Bucket => Buckets.Inbox;

    public override IObjectStore Store { get; }

    public override IObjectStore Reopen() => new FolderObjectStore(_root.Path, TimeProvider.System);

    public override Task StartAsync() => Task.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        _root.Dispose();
        return ValueTask.CompletedTask;
    }
}
