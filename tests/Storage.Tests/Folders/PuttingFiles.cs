using System.Text;

namespace Lesion.Storage.Tests.Folders;

public sealed class PuttingFiles : FolderStoreTest
{
    [Fact]
    public async Task An_object_is_a_plain_file_that_any_tool_can_read()
    {
        await PutAsync("melanoma/one.jpg", "bytes");

        File.ReadAllText(Root[$"{Bucket}/melanoma/one.jpg"]).ShouldBe("bytes");
    }

    [Fact]
    public async Task Type_metadata_time_and_tag_come_back_with_the_object()
    {
        var metadata = new Dictionary<string, string> { ["group"] = "patient%207" };
        var put = await PutAsync("a/b", "12345", new PutOptions { ContentType = "image/png", Metadata = metadata });

        var head = (await Store.HeadAsync(Bucket, "a/b", Cancellation)).ShouldNotBeNull();
        await using var stored = (await Reopen().GetAsync(Bucket, "a/b", Cancellation)).ShouldNotBeNull();

        head.ShouldBeEquivalentTo(put);
        stored.Info.ShouldBeEquivalentTo(put);
        put.Metadata["group"].ShouldBe("patient%207");
        (put.ContentType, put.Size, put.LastModified).ShouldBe(("image/png", 5, Time.GetUtcNow()));
    }

    [Fact]
    public async Task The_same_bytes_put_again_have_another_tag_and_the_new_metadata_only()
    {
        var first = await PutAsync("k", "same", new PutOptions { Metadata = new Dictionary<string, string> { ["x"] = "1" } });
        var second = await PutAsync("k", "same");

        second.ETag.ShouldNotBe(first.ETag);
        (await Store.HeadAsync(Bucket, "k", Cancellation))!.Metadata.ShouldBeEmpty();
        Directory.GetFiles(Root[".system/meta"], "*", SearchOption.AllDirectories).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_tag_never_comes_again_even_after_a_delete_and_on_a_clock_that_stands_still()
    {
        var first = await PutAsync("k", "same");
        await Store.DeleteAsync(Bucket, "k", Cancellation);
        var second = await PutAsync("k", "same");

        second.ETag.ShouldNotBe(first.ETag);
    }

    [Fact]
    public async Task Deleting_removes_the_object_and_its_sidecar()
    {
        await PutAsync("a/b", "x");
        await Store.DeleteAsync(Bucket, "a/b", Cancellation);

        (await ReadAsync("a/b")).ShouldBeNull();
        Directory.GetFiles(Root[".system/meta"], "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_put_in_by_hand_is_an_object_without_metadata()
    {
        DropByHand("nevus/two.png", "by hand");

        (await ReadAsync("nevus/two.png")).ShouldBe("by hand");
        (await Store.HeadAsync(Bucket, "nevus/two.png", Cancellation))!.Metadata.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_put_whose_content_fails_leaves_the_old_object_and_nothing_else()
    {
        await PutAsync("k", "old");

        await Should.ThrowAsync<EndOfStreamException>(() =>
            Store.PutAsync(Bucket, "k", new BreakingStream(), cancellationToken: Cancellation));

        (await ReadAsync("k")).ShouldBe("old");
        Directory.GetFiles(Root[".system/tmp"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_disk_that_refuses_is_a_store_that_is_away_and_says_what_failed()
    {
        Directory.Delete(Root[".system/tmp"]);
        File.WriteAllText(Root[".system/tmp"], "no folder any more");

        var exception = await Should.ThrowAsync<StoreUnavailableException>(() => PutAsync("nevus/k", "x"));

        exception.Message.ShouldContain("lesion-inbox/nevus/k");
    }

    [Fact]
    public async Task Stale_temporary_files_go_at_the_next_start_and_those_being_written_stay()
    {
        var stale = Root[".system/tmp/killed"];
        File.WriteAllText(stale, "half");
        File.SetLastWriteTimeUtc(stale, (Time.GetUtcNow() - TimeSpan.FromHours(1)).UtcDateTime);
        var young = Root[".system/tmp/young"];
        File.WriteAllText(young, "half");
        File.SetLastWriteTimeUtc(young, Time.GetUtcNow().UtcDateTime);
        var written = Root[".system/tmp/written"];
        await using var writer = new FileStream(written, FileMode.Create, FileAccess.Write, FileShare.None);
        File.SetLastWriteTimeUtc(written, (Time.GetUtcNow() - TimeSpan.FromHours(1)).UtcDateTime);

        Reopen();

        Directory.GetFiles(Root[".system/tmp"]).ShouldBe([young, written], ignoreOrder: true);
    }

    private sealed class BreakingStream() : MemoryStream(Encoding.UTF8.GetBytes("half"))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position == Length
                ? throw new EndOfStreamException("The client went away.")
                : base.ReadAsync(buffer, cancellationToken);
    }
}
