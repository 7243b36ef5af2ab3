using System.Diagnostics;

namespace Lesion.Storage.Tests.Folders;

public sealed class ListingObjects : FolderStoreTest
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
    [InlineData("../lesion-images/", new string[0])]
    [InlineData("/", new string[0])]
    public async Task A_prefix_need_not_end_at_a_folder_and_never_leads_out(string prefix, string[] expected)
    {
        foreach (var key in Awkward)
            await PutAsync(key, key);
        await Store.PutBytesAsync(Buckets.Images, "images/other", "x"u8.ToArray(), cancellationToken: Cancellation);

        (await KeysAsync(prefix)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_row_tells_size_tag_and_time_as_the_object_does()
    {
        var put = await PutAsync("k", "12345");

        var row = await Store.ListAsync(Bucket, cancellationToken: Cancellation).SingleAsync(Cancellation);

        row.ShouldBe(new ObjectListing("k", 5, put.ETag, put.LastModified));
    }

    [Fact]
    public async Task A_file_that_is_still_being_copied_waits_until_it_is_left_alone()
    {
        DropByHand("nevus/growing.jpg", "half", age: TimeSpan.FromMilliseconds(200));

        (await KeysAsync()).ShouldBeEmpty();
        (await Store.TakeAsync(Bucket, "nevus/growing.jpg", Cancellation)).ShouldBeNull();

        Time.Advance(TimeSpan.FromSeconds(1));
        (await KeysAsync()).ShouldBe(["nevus/growing.jpg"]);
    }

    [Fact]
    public async Task What_was_put_is_listed_at_once()
    {
        await PutAsync("nevus/put.jpg", "whole");

        (await KeysAsync()).ShouldBe(["nevus/put.jpg"]);
    }

    [Fact]
    public async Task Hidden_names_and_symbolic_links_are_not_listed_nor_followed()
    {
        DropByHand("nevus/.half.jpg.Xy1", "rsync");
        DropByHand(".hidden/a.jpg", "x");
        File.CreateSymbolicLink(Root[$"{Bucket}/passwd"], "/etc/passwd");
        Directory.CreateSymbolicLink(Root[$"{Bucket}/etc"], "/etc");

        (await KeysAsync()).ShouldBeEmpty();
        (await KeysAsync("etc/")).ShouldBeEmpty();
        (await ReadAsync("passwd")).ShouldBeNull();
        (await ReadAsync("etc/passwd")).ShouldBeNull();
        (await Store.TakeAsync(Bucket, "etc/passwd", Cancellation)).ShouldBeNull();
        await Should.ThrowAsync<InvalidObjectKeyException>(() => PutAsync("etc/lesion", "x"));
    }

    [Fact]
    public async Task Ten_thousand_keys_are_listed_in_well_under_five_seconds()
    {
        for (var folder = 0; folder < 10; folder++)
        {
            DropByHand($"label{folder}/0000.jpg", "");
            for (var i = 1; i < 1000; i++)
                File.Create(Root[$"{Bucket}/label{folder}/{i:d4}.jpg"]).Dispose();
        }

        var watch = Stopwatch.StartNew();
        var keys = await KeysAsync();

        keys.Count.ShouldBe(10_000);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }
}
