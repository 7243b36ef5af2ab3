using Lesion.Storage.S3;
using Lesion.Testing;
using Minio.DataModel.Args;

namespace Lesion.Storage.Tests.S3;

/// <summary>On an account of its own, as the buckets have fixed names.</summary>
public sealed class PreparingStores : IAsyncLifetime
{
    private S3Account? _account;
    private S3ObjectStore? _store;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private S3ObjectStore Store => _store!;

    [Fact]
    public async Task A_new_store_is_given_its_buckets_and_proven_and_nothing_is_left_of_the_proof()
    {
        await new S3Preparation(Store).RunAsync(Cancellation);
        await new S3Preparation(Store).RunAsync(Cancellation);

        foreach (var bucket in Buckets.All)
            (await Store.ListAsync(bucket, "proof/", cancellationToken: Cancellation).CountAsync(Cancellation)).ShouldBe(0);
        using var buckets = new S3Buckets(Store.Settings);
        (await buckets.KeepsVersionsAsync(Buckets.Inbox, Cancellation)).ShouldBeTrue();
        (await buckets.KeepsVersionsAsync(Buckets.Models, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task Several_processes_may_start_at_once() =>
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => new S3Preparation(Store).RunAsync(Cancellation)));

    [Fact]
    public async Task A_store_that_overlooks_conditions_is_unfit_and_the_message_says_where()
    {
        Assert.SkipWhen(_account!.Qualified("bucket") == "bucket", "It would spoil the account that all share; unset LESION_TEST_S3.");
        using var client = S3Server.Client(Store.Settings);
        await client.MakeBucketAsync(new MakeBucketArgs().WithBucket(Buckets.Models), Cancellation);
        using var buckets = new S3Buckets(Store.Settings);

        // Ceph's gateway of Debian 12 does so in a bucket that keeps versions.
        await buckets.KeepVersionsAsync(Buckets.Models, Cancellation);

        (await Should.ThrowAsync<StoreUnfitException>(() => new S3Preparation(Store).RunAsync(Cancellation)))
            .Message.ShouldContain(Buckets.Models);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_and_the_message_names_the_setting()
    {
        using var stranger = new S3ObjectStore(Store.Settings with { SecretKey = "wrong" }, TimeProvider.System);
        await new S3Preparation(Store).RunAsync(Cancellation);

        (await Should.ThrowAsync<StoreUnavailableException>(
            () => stranger.GetBytesAsync(Buckets.Models, "k", Cancellation))).Message.ShouldContain("'Lesion:Storage:SecretKey'");
        (await Should.ThrowAsync<StoreUnavailableException>(
            () => stranger.HeadAsync(Buckets.Models, "k", Cancellation))).Message.ShouldContain("'Lesion:Storage:SecretKey'");
        (await Should.ThrowAsync<StoreUnavailableException>(
            () => new S3Preparation(stranger).RunAsync(Cancellation))).Message.ShouldContain("'Lesion:Storage:SecretKey'");
    }

    public async ValueTask InitializeAsync()
    {
        _account = await S3Account.CreateAsync();
        _store = new S3ObjectStore(S3Server.Of(_account.Settings), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _store?.Dispose();
        if (_account is not null)
            await _account.DisposeAsync();
    }
}
