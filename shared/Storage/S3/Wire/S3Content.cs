using System.Buffers;
using System.Net;
using System.Runtime.ExceptionServices;

namespace Lesion.Storage.S3.Wire;

/// <summary>The body of a put, streamed; tells a source that failed from a store that did.</summary>
internal sealed class S3Content(Stream source, long length) : HttpContent
{
    private const int BufferSize = 128 * 1024;

    private ExceptionDispatchInfo? _fault;

    /// <summary>Throws what reading the source threw, if it did.</summary>
    public void ThrowIfSourceFailed() => _fault?.Throw();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int count;
            while ((count = await ReadAsync(buffer, cancellationToken)) > 0)
                await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    private async ValueTask<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception)
        {
            _fault = ExceptionDispatchInfo.Capture(exception);
            throw;
        }
    }
}
