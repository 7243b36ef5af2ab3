using System.Buffers;

namespace Lesion.Inference.Protocol.Wire;

/// <summary>The body of a request in memory of the pool; whatever points into it is gone when it is disposed.</summary>
internal sealed class PooledBody : IDisposable
{
    /// <summary>Memory taken on the word of a length alone; more is taken as bytes come.</summary>
    private const int TrustedLength = 4 << 20;

    private byte[] _bytes;
    private int _length;

    private PooledBody(int capacity) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <exception cref="ProtocolException">There are more bytes than the limit, or the body ends early.</exception>
    public static async Task<PooledBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        // One more than said, so that the end is seen without growing.
        var body = new PooledBody((int)Math.Min(request.ContentLength ?? 0, TrustedLength) + 1);
        try
        {
            await body.FillAsync(request.Body, limit, cancellationToken);
            return body;
        }
        catch (Exception exception)
        {
            body.Dispose();
            throw exception switch
            {
                BadHttpRequestException bad => new ProtocolException(bad.Message, bad.StatusCode),
                IOException => new ProtocolException($"The body ends early ({exception.Message})."),
                _ => exception,
            };
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    private async Task FillAsync(Stream content, int limit, CancellationToken cancellationToken)
    {
        while (await content.ReadAsync(_bytes.AsMemory(_length), cancellationToken) is > 0 and var read)
        {
            _length += read;
            if (_length > limit)
            {
                throw TooLarge(limit);
            }

            if (_length == _bytes.Length)
            {
                Grow();
            }
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * _length);
        Memory.Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }

    private static ProtocolException TooLarge(int limit) => new(
        $"The body has more than {limit:n0} bytes: send fewer rows at a time, or raise Lesion:Inference:Protocol:MaxBodyBytes.",
        StatusCodes.Status413PayloadTooLarge);
}
