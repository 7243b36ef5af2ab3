using Lesion.Storage.Tests.Contract;

namespace Lesion.Storage.Tests.S3;

/// <summary>Counts what the whole process allocates, so that no other test may run beside it.</summary>
[Collection(Alone)]
public sealed class StreamingLargeObjects : StoreContract<S3UnderTest>
{
    private const string Alone = "alone";

    [Fact]
    public async Task A_large_stream_of_unknown_length_takes_no_memory_of_its_size()
    {
        const long size = 256L << 20;
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await using (var zeros = new Zeros(size))
            (await Store.PutAsync(Bucket, "large", zeros, cancellationToken: Cancellation)).Size.ShouldBe(size);
        await using (var stored = (await Store.GetAsync(Bucket, "large", Cancellation)).ShouldNotBeNull())
        {
            var read = 0L;
            var buffer = new byte[64 * 1024];
            while (await stored.Content.ReadAsync(buffer, Cancellation) is > 0 and var count)
                read += count;
            read.ShouldBe(size);
        }

        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(size / 2);
    }

    private sealed class Zeros(long size) : Stream
    {
        private long _left = size;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            Array.Clear(buffer, offset, read);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class Collection;
}
