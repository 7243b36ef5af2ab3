namespace Lesion.Storage.Tests.Contract;

public abstract class ListingContract<TStore> : StoreContract<TStore>
    where TStore : StoreUnderTest, new()
{
    private static readonly string[] Awkward =
    [
        "a", "a-b", "a.b", "ab/c", "ab-c/d", "ab.c", "b/1", "b/10", "b/2", "b!", "Z", "É", "ü/ö.jpg", "\uFFE6", "😀.png", "日本/語",
    ];

    [Fact]
    public async Task Keys_come_in_the_order_of_their_bytes_whatever_the_folders()
    {
        foreach (var key in Awkward)
            await PutAsync(key, key);

        var expected = Awkward.OrderBy(key => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal);
        (await KeysAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task Starting_after_each_key_gives_what_follows()
    {
        foreach (var key in Awkward)
            await PutAsync(key, key);
        var all = await KeysAsync();

        for (var i = 0; i < all.Count; i++)
            (await KeysAsync(startAfter: all[i])).ShouldBe(all[(i + 1)..]);
    }

    [Theory]
    [InlineData("a", new[] { "a", "a-b", "a.b", "ab-c/d", "ab.c", "ab/c" })]
    [InlineData("b/", new[] { "b/1", "b/10", "b/2" })]
    [InlineData("b/1", new[] { "b/1", "b/10" })]
    [InlineData("none/", new string[0])]
    [InlineData("../", new string[0])]
    [InlineData("/", new string[0])]
    public async Task A_prefix_need_not_end_at_a_folder(string prefix, string[] expected)
    {
        foreach (var key in Awkward)
            await PutAsync(key, key);

        (await KeysAsync(prefix)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_row_tells_size_tag_and_time_as_the_object_does()
    {
        var put = await PutAsync("k", "12345");

        var row = await Store.ListAsync(Bucket, cancellationToken: Cancellation).SingleAsync(Cancellation);

        (row.Key, row.Size, row.ETag).ShouldBe(("k", 5, put.ETag));
        (row.LastModified - put.LastModified).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task What_was_put_is_listed_at_once()
    {
        await PutAsync("nevus/put.jpg", "whole");

        (await KeysAsync()).ShouldBe(["nevus/put.jpg"]);
    }
}
