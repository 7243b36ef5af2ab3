using Lesion.Storage.S3;
using Lesion.Storage.Tests.Contract;
using Minio;
using Minio.DataModel.Args;

namespace Lesion.Storage.Tests.S3;

/// <summary>A bucket on the server under test, removed afterwards with all that is in it.</summary>
public class S3UnderTest : StoreUnderTest
{
    private readonly List<S3ObjectStore> _opened = [];
    private bool _started;

    public override string Bucket { get; } = $"lesion-test-{Guid.NewGuid():n}";

    public override IObjectStore Store => _opened[0];

    protected virtual bool KeepsVersions => false;

    public override IObjectStore Reopen()
    {
        _opened.Add(new S3ObjectStore(S3Server.Settings, TimeProvider.System));
        return _opened[^1];
    }

    public override async Task StartAsync()
    {
        Reopen();
        using var buckets = new S3Buckets(S3Server.Settings);
        await buckets.MakeAsync(Bucket, TestContext.Current.CancellationToken);
        _started = true;
        if (KeepsVersions)
            await buckets.KeepVersionsAsync(Bucket, TestContext.Current.CancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        _opened.ForEach(store => store.Dispose());
        if (!_started)
            return;
        using var store = new S3ObjectStore(S3Server.Settings, TimeProvider.System);
        var all = store.ListAsync(Bucket);
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (listing, cancellation) =>
        {
            while (await store.TakeAsync(Bucket, listing.Key, cancellation) is { } version)
            {
                await version.RemoveAsync(cancellation);
                await version.DisposeAsync();
            }
        });

        using var client = S3Server.Client();
        await client.RemoveBucketAsync(new RemoveBucketArgs().WithBucket(Bucket));
        GC.SuppressFinalize(this);
    }
}
