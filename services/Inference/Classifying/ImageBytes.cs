using Lesion.Imaging;

namespace Lesion.Inference.Classifying;

/// <summary>Reads a picture into memory, and no more than a limit.</summary>
internal static class ImageBytes
{
    /// <summary>Memory taken on the word of a length alone; more is taken as bytes come.</summary>
    private const int TrustedLength = 1 << 20;

    /// <param name="content">The picture.</param>
    /// <param name="length">Its length where it is known; it is not relied on.</param>
    /// <param name="limit">The most bytes that are accepted.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="BadImageException">There are more bytes than the limit.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        Stream content, long? length, int limit, CancellationToken cancellationToken)
    {
        if (length > limit)
        {
            throw TooLarge(limit);
        }

        var bytes = new MemoryStream((int)Math.Min(length ?? 0, TrustedLength));
        var buffer = new byte[81920];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (bytes.Length + read > limit)
            {
                throw TooLarge(limit);
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static BadImageException TooLarge(int limit) => new(
        BadImageReason.TooLarge,
        $"The image has more than {limit:n0} bytes: send a smaller one, or raise Lesion:Inference:MaxImageBytes.");
}
