using System.Diagnostics;

namespace Lesion.Storage.Tests.Folders;

public sealed class ListingFiles : FolderStoreTest
{
    [Theory]
    [InlineData("../")]
    [InlineData("../lesion-images/")]
    public async Task A_prefix_never_leads_out_of_the_bucket(string prefix)
    {
        await PutAsync("inside", "x");
        await Store.PutBytesAsync(Buckets.Images, "images/other", "x"u8.ToArray(), cancellationToken: Cancellation);

        (await KeysAsync(prefix)).ShouldBeEmpty();
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
