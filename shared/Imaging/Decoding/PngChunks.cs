using System.Buffers.Binary;

namespace Lesion.Imaging;

/// <summary>The little of PNG that must be known before libvips opens the file.</summary>
internal static class PngChunks
{
    private const int HeaderEnd = 33;

    /// <summary>Width and height as declared, or null where the file ends before them.</summary>
    public static (long Width, long Height)? DeclaredSize(ReadOnlySpan<byte> png) =>
        png.Length < HeaderEnd || !png[12..].StartsWith("IHDR"u8)
            ? null
            : (BinaryPrimitives.ReadUInt32BigEndian(png[16..]), BinaryPrimitives.ReadUInt32BigEndian(png[20..]));

    /// <summary>Whether this is an animated PNG: a chunk <c>acTL</c> before the pixels.</summary>
    public static bool IsAnimated(ReadOnlySpan<byte> png)
    {
        var at = HeaderEnd;
        while (at + 12 <= png.Length)
        {
            var type = png.Slice(at + 4, 4);
            if (type.SequenceEqual("acTL"u8))
            {
                return true;
            }

            var next = at + 12L + BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
            if (type.SequenceEqual("IDAT"u8) || next > png.Length)
            {
                return false;
            }

            at = (int)next;
        }

        return false;
    }
}
