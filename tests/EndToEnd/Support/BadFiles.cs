using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Lesion.EndToEnd.Support;

/// <summary>Files that are no usable pictures, each in its own way.</summary>
internal static class BadFiles
{
    public static byte[] Text => "This is a shopping list, not a photograph.\n"u8.ToArray();

    public static byte[] Zip
    {
        get
        {
            using var bytes = new MemoryStream();
            using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            using (var entry = archive.CreateEntry("picture.jpg").Open())
            {
                entry.Write(Text);
            }

            return bytes.ToArray();
        }
    }

    /// <summary>Two frames of 2 × 2 pixels.</summary>
    public static byte[] AnimatedGif
    {
        get
        {
            ReadOnlySpan<byte> screen = [2, 0, 2, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
            ReadOnlySpan<byte> frame =
            [
                0x21, 0xF9, 4, 0, 10, 0, 0, 0,
                0x2C, 0, 0, 0, 0, 2, 0, 2, 0, 0,
                2, 3, 0x44, 0x34, 0x05, 0,
            ];
            return [.. "GIF89a"u8, .. screen, .. frame, .. frame, 0x3B];
        }
    }

    /// <summary>A PNG of few bytes whose header declares <paramref name="side"/> × <paramref name="side"/> pixels.</summary>
    public static byte[] PngDeclaring(int side)
    {
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], side);
        // 8 bits a channel, RGB.
        header[8] = 8;
        header[9] = 2;
        using var pixels = new MemoryStream();
        using (var deflate = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(new byte[1000]);
        }

        return
        [
            0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A,
            .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, pixels.ToArray()), .. Chunk("IEND"u8, []),
        ];
    }

    public static byte[] CutOff(byte[] whole) => whole[..(whole.Length * 2 / 5)];

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] body = [.. type, .. data];
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32.HashToUInt32(body));
        return chunk;
    }
}
