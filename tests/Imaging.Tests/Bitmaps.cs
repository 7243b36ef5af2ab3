using System.Buffers.Binary;
using NetVips;

namespace Lesion.Imaging.Tests;

/// <summary>Writes Windows bitmaps of every variant that is read.</summary>
internal static class Bitmaps
{
    public static byte[] Rgb24(Image image, bool topDown = false)
    {
        var rgb = image.WriteToMemory<byte>();
        return Write(image.Width, image.Height, 24, topDown, [], (x, y) =>
        {
            var i = ((y * image.Width) + x) * 3;
            return (uint)((rgb[i] << 16) | (rgb[i + 1] << 8) | rgb[i + 2]);
        });
    }

    /// <summary>A bitmap with BITMAPINFOHEADER.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="bits">Bits a pixel.</param>
    /// <param name="topDown">The first row stored is the top one.</param>
    /// <param name="afterHeader">Palette, or masks (then the compression is BI_BITFIELDS).</param>
    /// <param name="pixel">The stored value of a pixel.</param>
    /// <param name="compression">The compression to declare.</param>
    public static byte[] Write(
        int width, int height, int bits, bool topDown, uint[] afterHeader, Func<int, int, uint> pixel, int compression = 0)
    {
        var stride = ((width * bits) + 31) / 32 * 4;
        var offset = 54 + (4 * afterHeader.Length);
        var file = new byte[offset + (stride * height)];
        "BM"u8.CopyTo(file);
        void Put(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        Put(2, file.Length);
        Put(10, offset);
        Put(14, 40);
        Put(18, width);
        Put(22, topDown ? -height : height);
        Put(26, 1 | (bits << 16));
        Put(30, compression);
        Put(46, compression == 0 ? afterHeader.Length : 0);
        for (var i = 0; i < afterHeader.Length; i++)
        {
            Put(54 + (4 * i), (int)afterHeader[i]);
        }

        for (var y = 0; y < height; y++)
        {
            var row = file.AsSpan(offset + ((topDown ? y : height - 1 - y) * stride), stride);
            for (var x = 0; x < width; x++)
            {
                PutPixel(row, x, bits, pixel(x, y));
            }
        }

        return file;
    }

    private static void PutPixel(Span<byte> row, int x, int bits, uint value)
    {
        if (bits < 8)
        {
            row[x * bits / 8] |= (byte)(value << (8 - bits - (x * bits % 8)));
            return;
        }

        for (var i = 0; i < bits / 8; i++)
        {
            row[(x * bits / 8) + i] = (byte)(value >> (8 * i));
        }
    }
}
