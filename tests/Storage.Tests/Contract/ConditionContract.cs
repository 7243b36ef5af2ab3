namespace Lesion.Storage.Tests.Contract;

public abstract class ConditionContract<TStore> : StoreContract<TStore>
    where TStore : StoreUnderTest, new()
{
    [Fact]
    public async Task Only_if_absent_puts_once()
    {
        (await Store.TryPutAsync(Bucket, "k", "first"u8.ToArray(), cancellationToken: Cancellation)).ShouldBeTrue();
        (await Store.TryPutAsync(Bucket, "k", "second"u8.ToArray(), cancellationToken: Cancellation)).ShouldBeFalse();

        (await ReadAsync("k")).ShouldBe("first");
    }

    [Fact]
    public async Task Only_over_a_tag_puts_over_just_that_version()
    {
        var first = await PutAsync("k", "1");
        var second = await PutAsync("k", "2", new PutOptions { OnlyIfETag = first.ETag });

        await Should.ThrowAsync<PreconditionFailedException>(() => PutAsync("k", "3", new PutOptions { OnlyIfETag = first.ETag }));
        await Should.ThrowAsync<PreconditionFailedException>(() => PutAsync("none", "3", new PutOptions { OnlyIfETag = second.ETag }));

        (await ReadAsync("k")).ShouldBe("2");
    }

    [Fact]
    public async Task Of_32_racing_writers_in_two_stores_exactly_one_wins_each_round()
    {
        var stores = new[] { Store, Reopen() };
        for (var round = 0; round < 5; round++)
        {
            var key = $"claims/{round}";
            var wins = await Task.WhenAll(Enumerable.Range(0, 32).Select(writer => Task.Run(
                () => stores[writer % 2].TryPutJsonAsync(Bucket, key, new { writer }, Cancellation),
                Cancellation)));

            wins.Count(won => won).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Compare_and_swap_loses_no_increment()
    {
        await Store.PutJsonAsync(Bucket, "counter", new Counter(0), cancellationToken: Cancellation);
        var stores = new[] { Store, Reopen() };

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (var done = 0; done < 5;)
                    done += await TryIncrementAsync(stores[writer % 2]) ? 1 : 0;
            },
            Cancellation)));

        (await Store.GetJsonAsync<Counter>(Bucket, "counter", Cancellation))!.Value.ShouldBe(40);
    }

    private async Task<bool> TryIncrementAsync(IObjectStore store)
    {
        var (counter, tag) = (await store.GetJsonWithETagAsync<Counter>(Bucket, "counter", Cancellation)).ShouldNotBeNull();
        try
        {
            await store.PutJsonAsync(
                Bucket, "counter", new Counter(counter.Value + 1), new PutOptions { OnlyIfETag = tag }, Cancellation);
            return true;
        }
        catch (PreconditionFailedException)
        {
            return false;
        }
    }

    private sealed record Counter(int Value);
}
