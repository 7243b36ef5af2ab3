using System.Text;

namespace Lesion.Storage.Tests.Contract;

public abstract class PuttingContract<TStore> : StoreContract<TStore>
    where TStore : StoreUnderTest, new()
{
    [Fact]
    public async Task Type_metadata_size_and_tag_come_back_with_the_object()
    {
        var metadata = new Dictionary<string, string> { ["group"] = "patient%207", ["drop-key"] = "a/b?c=d" };
        var put = await PutAsync("a/b", "12345", new PutOptions { ContentType = "image/png", Metadata = metadata });

        var head = (await Store.HeadAsync(Bucket, "a/b", Cancellation)).ShouldNotBeNull();
        await using var stored = (await Reopen().GetAsync(Bucket, "a/b", Cancellation)).ShouldNotBeNull();

        stored.Info.ShouldBeEquivalentTo(head);
        head.Metadata.ShouldBe(metadata, ignoreOrder: true);
        (head.ContentType, head.Size, head.ETag).ShouldBe(("image/png", 5, put.ETag));
        (head.LastModified - put.LastModified).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task What_is_put_again_has_another_tag_and_the_new_metadata_only()
    {
        var first = await PutAsync("k", "one", With("x", "1"));
        var second = await PutAsync("k", "two");

        second.ETag.ShouldNotBe(first.ETag);
        (await Store.HeadAsync(Bucket, "k", Cancellation))!.Metadata.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_object_that_is_absent_is_null_and_deleting_it_is_no_error()
    {
        (await Store.HeadAsync(Bucket, "no/such", Cancellation)).ShouldBeNull();
        (await Store.GetAsync(Bucket, "no/such", Cancellation)).ShouldBeNull();
        await Store.DeleteAsync(Bucket, "no/such", Cancellation);
    }

    [Fact]
    public async Task What_is_deleted_is_gone()
    {
        await PutAsync("a/b", "x");
        await Store.DeleteAsync(Bucket, "a/b", Cancellation);

        (await ReadAsync("a/b")).ShouldBeNull();
        (await KeysAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_empty_object_is_an_object()
    {
        await PutAsync("empty", "");

        (await ReadAsync("empty")).ShouldBe("");
        (await Store.HeadAsync(Bucket, "empty", Cancellation))!.Size.ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(3_000_000)]
    public async Task A_stream_that_cannot_tell_its_length_is_put_whole(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        await using var forwardOnly = new ForwardOnlyStream(bytes);

        await Store.PutAsync(Bucket, "k", forwardOnly, cancellationToken: Cancellation);

        (await Store.GetBytesAsync(Bucket, "k", Cancellation)).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_stream_is_put_from_where_it_stands()
    {
        using var content = new MemoryStream("0123456789"u8.ToArray()) { Position = 4 };

        (await Store.PutAsync(Bucket, "k", content, cancellationToken: Cancellation)).Size.ShouldBe(6);

        (await ReadAsync("k")).ShouldBe("456789");
    }

    [Fact]
    public async Task Readers_see_the_old_object_or_the_new_one_with_its_own_metadata()
    {
        const int size = 300_000;
        using var done = new CancellationTokenSource();
        await PutVersionAsync(0, size);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => ReadUntilAsync(done.Token), Cancellation)).ToArray();

        for (var version = 1; version <= 50; version++)
            await PutVersionAsync(version, size + version);
        await done.CancelAsync();

        (await Task.WhenAll(readers)).Sum().ShouldBeGreaterThan(0);

        Task PutVersionAsync(int version, int length) =>
            PutAsync("shared", new string((char)('A' + version), length), With("version", $"{version}"));

        async Task<int> ReadUntilAsync(CancellationToken stop)
        {
            var reads = 0;
            for (; !stop.IsCancellationRequested; reads++)
            {
                await using var stored = (await Store.GetAsync(Bucket, "shared", Cancellation)).ShouldNotBeNull();
                using var reader = new StreamReader(stored.Content);
                var text = await reader.ReadToEndAsync(Cancellation);
                var version = int.Parse(stored.Info.Metadata["version"]);
                text.Length.ShouldBe(size + version);
                text.Length.ShouldBe((int)stored.Info.Size);
                text.ShouldAllBe(c => c == 'A' + version);
            }

            return reads;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_put_whose_content_fails_says_how_and_leaves_the_old_object(bool tellsLength)
    {
        await PutAsync("k", "old");

        await Should.ThrowAsync<EndOfStreamException>(() =>
            Store.PutAsync(Bucket, "k", new BreakingStream(tellsLength), cancellationToken: Cancellation));

        (await ReadAsync("k")).ShouldBe("old");
    }

    [Theory]
    [InlineData("note", 2048)]
    [InlineData("Upper", 1)]
    public async Task Metadata_that_S3_cannot_hold_are_refused(string name, int length) =>
        await Should.ThrowAsync<ArgumentException>(() => PutAsync("k", "x", With(name, new string('x', length))));

    [Theory]
    [InlineData("Žofie")]
    [InlineData("two\nlines")]
    [InlineData(" padded")]
    public async Task Metadata_that_no_header_can_carry_are_refused(string value) =>
        await Should.ThrowAsync<ArgumentException>(() => PutAsync("k", "x", With("group", value)));

    private sealed class BreakingStream(bool canSeek) : MemoryStream(Encoding.UTF8.GetBytes("half"))
    {
        public override bool CanSeek => canSeek;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position == Length
                ? throw new EndOfStreamException("The client went away.")
                : base.ReadAsync(buffer[..1], cancellationToken);
    }

    private sealed class ForwardOnlyStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();
    }
}
