using Lesion.Storage.S3;
using Lesion.Storage.Tests.Contract;

namespace Lesion.Storage.Tests.S3;

/// <summary>What only a store behind a network can get wrong.</summary>
public sealed class KeepingObjects : StoreContract<VersionedS3UnderTest>
{
    [Fact]
    public async Task More_keys_than_a_page_holds_are_listed_in_order_and_from_any_key_on()
    {
        var keys = Enumerable.Range(0, 1100).Select(i => $"nevus/{i:d4} ü+.jpg").ToList();
        await Parallel.ForEachAsync(
            keys,
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation },
            async (key, _) => await PutAsync(key, ""));

        (await KeysAsync()).ShouldBe(keys);
        (await KeysAsync(startAfter: keys[49])).ShouldBe(keys[50..]);
        (await KeysAsync("nevus/10")).ShouldBe(keys[1000..]);
    }

    [Fact]
    public async Task Of_two_processes_that_read_one_version_both_may_remove_it_and_no_other_is_lost()
    {
        await PutAsync("k", "first");
        await PutAsync("k", "second");
        await using var one = (await Store.TakeAsync(Bucket, "k", Cancellation)).ShouldNotBeNull();
        await using var other = (await Reopen().TakeAsync(Bucket, "k", Cancellation)).ShouldNotBeNull();
        other.VersionId.ShouldBe(one.VersionId);

        await one.RemoveAsync(Cancellation);
        await other.RemoveAsync(Cancellation);

        // What was dropped before and never read is there again: no delete marker hides it.
        await using var earlier = (await Store.TakeAsync(Bucket, "k", Cancellation)).ShouldNotBeNull();
        (await ReadAsync(earlier)).ShouldBe("first");
    }

    [Fact]
    public async Task A_bucket_that_is_missing_is_a_store_that_is_not_ready_and_not_an_object_that_is_absent()
    {
        const string none = "lesion-no-such-bucket";
        (await Should.ThrowAsync<StoreUnavailableException>(() => Store.GetAsync(none, "k", Cancellation))).Message.ShouldContain(none);
        (await Should.ThrowAsync<StoreUnavailableException>(
            () => Store.ListAsync(none, cancellationToken: Cancellation).CountAsync(Cancellation).AsTask())).Message.ShouldContain(none);
    }
}
