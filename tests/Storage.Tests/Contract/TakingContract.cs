namespace Lesion.Storage.Tests.Contract;

public abstract class TakingContract<TStore> : StoreContract<TStore>
    where TStore : StoreUnderTest, new()
{
    private static readonly PutOptions WithGroup = With("group", "p7");

    [Fact]
    public async Task What_is_taken_is_read_and_removed_for_good()
    {
        await PutAsync("nevus/a", "one", WithGroup);

        await using (var taken = (await Store.TakeAsync(Bucket, "nevus/a", Cancellation)).ShouldNotBeNull())
        {
            (await ReadAsync(taken)).ShouldBe("one");
            taken.Info.Metadata["group"].ShouldBe("p7");
            taken.Info.Key.ShouldBe("nevus/a");
            await taken.RemoveAsync(Cancellation);
        }

        (await KeysAsync()).ShouldBeEmpty();
        (await ReadAsync("nevus/a")).ShouldBeNull();
        (await Store.TakeAsync(Bucket, "nevus/a", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_takers_in_a_process_one_gets_it()
    {
        await PutAsync("k", "one");

        var takers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ =>
            Task.Run(() => Store.TakeAsync(Bucket, "k", Cancellation), Cancellation)));

        var taken = takers.Where(taker => taker is not null).ToList().ShouldHaveSingleItem()!;
        await taken.DisposeAsync();
    }

    [Fact]
    public async Task Disposing_without_removing_gives_the_same_version_back()
    {
        await PutAsync("nevus/a", "one", WithGroup);
        var taken = (await Store.TakeAsync(Bucket, "nevus/a", Cancellation)).ShouldNotBeNull();
        await taken.DisposeAsync();

        (await ReadAsync("nevus/a")).ShouldBe("one");
        await using var again = (await Store.TakeAsync(Bucket, "nevus/a", Cancellation)).ShouldNotBeNull();
        again.VersionId.ShouldBe(taken.VersionId);
        again.Info.ShouldBeEquivalentTo(taken.Info);
    }

    [Fact]
    public async Task An_object_put_under_the_key_meanwhile_stays_when_the_taken_one_is_removed()
    {
        await PutAsync("k", "old", WithGroup);
        await using var taken = (await Store.TakeAsync(Bucket, "k", Cancellation)).ShouldNotBeNull();
        await PutAsync("k", "new");
        await taken.RemoveAsync(Cancellation);

        (await ReadAsync("k")).ShouldBe("new");
        (await KeysAsync()).ShouldBe(["k"]);
    }

    [Fact]
    public async Task Two_versions_of_a_key_may_be_taken_at_once()
    {
        await PutAsync("k", "same", WithGroup);
        await using var old = (await Store.TakeAsync(Bucket, "k", Cancellation)).ShouldNotBeNull();
        await PutAsync("k", "same");
        await using var young = (await Store.TakeAsync(Bucket, "k", Cancellation)).ShouldNotBeNull();

        (await ReadAsync(old), await ReadAsync(young)).ShouldBe(("same", "same"));
        young.VersionId.ShouldNotBe(old.VersionId);
        await old.RemoveAsync(Cancellation);
        await young.RemoveAsync(Cancellation);
        (await KeysAsync()).ShouldBeEmpty();
    }
}
