using System.Buffers.Binary;
using System.Numerics;
using NetVips;

namespace Lesion.Imaging;

/// <summary>Reads Windows bitmaps, which the bundled libvips does not.</summary>
internal static class BitmapFile
{
    /// <summary>The picture as an sRGB image of three bands, or four where it has alpha.</summary>
    /// <exception cref="BadImageException">The file is damaged or of a variant that is not read.</exception>
    public static Image Read(ReadOnlySpan<byte> bytes)
    {
        var header = BitmapHeader.Parse(bytes);
        header.CheckComplete(bytes.Length);
        var bands = header.Masks.Alpha == 0 ? 3 : 4;
        var pixels = new byte[(long)header.Width * header.Height * bands];
        var palette = Palette(bytes, header);
        for (var y = 0; y < header.Height; y++)
        {
            var stored = header.TopDown ? y : header.Height - 1 - y;
            var row = bytes.Slice((int)(header.PixelOffset + (stored * header.Stride)), (int)header.Stride);
            ReadRow(row, pixels.AsSpan(y * header.Width * bands, header.Width * bands), header, palette);
        }

        return Libvips.Wrap(pixels, header.Width, header.Height, bands);
    }

    private static void ReadRow(
        ReadOnlySpan<byte> row, Span<byte> target, BitmapHeader header, (byte Red, byte Green, byte Blue)[] palette)
    {
        switch (header.BitsPerPixel)
        {
            case <= 8:
                ReadIndexed(row, target, header.BitsPerPixel, palette);
                break;
            case 24:
                for (var i = 0; i < target.Length; i += 3)
                {
                    (target[i], target[i + 1], target[i + 2]) = (row[i + 2], row[i + 1], row[i]);
                }

                break;
            default:
                ReadMasked(row, target, header);
                break;
        }
    }

    private static void ReadIndexed(
        ReadOnlySpan<byte> row, Span<byte> target, int bits, (byte Red, byte Green, byte Blue)[] palette)
    {
        var perByte = 8 / bits;
        for (var x = 0; x < target.Length / 3; x++)
        {
            var index = (row[x / perByte] >> (8 - bits - (x % perByte * bits))) & ((1 << bits) - 1);
            // An index beyond the palette is black, as everywhere.
            var colour = index < palette.Length ? palette[index] : default;
            (target[3 * x], target[(3 * x) + 1], target[(3 * x) + 2]) = (colour.Red, colour.Green, colour.Blue);
        }
    }

    private static void ReadMasked(ReadOnlySpan<byte> row, Span<byte> target, BitmapHeader header)
    {
        var (red, green, blue, alpha) = header.Masks;
        var bands = alpha == 0 ? 3 : 4;
        var wide = header.BitsPerPixel == 32;
        for (var x = 0; x < header.Width; x++)
        {
            var pixel = wide
                ? BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..])
                : BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..]);
            var to = target.Slice(x * bands, bands);
            (to[0], to[1], to[2]) = (Channel(pixel, red), Channel(pixel, green), Channel(pixel, blue));
            if (bands == 4)
            {
                to[3] = Channel(pixel, alpha);
            }
        }
    }

    /// <summary>The bits under the mask, scaled to 0..255.</summary>
    private static byte Channel(uint pixel, uint mask)
    {
        if (mask == 0)
        {
            return 0;
        }

        var shift = BitOperations.TrailingZeroCount(mask);
        ulong max = mask >> shift;
        return (byte)(((((ulong)(pixel & mask) >> shift) * 255) + (max / 2)) / max);
    }

    private static (byte Red, byte Green, byte Blue)[] Palette(ReadOnlySpan<byte> bytes, BitmapHeader header)
    {
        var palette = new (byte, byte, byte)[header.PaletteEntries];
        for (var i = 0; i < palette.Length; i++)
        {
            var entry = bytes[(header.PaletteOffset + (i * header.PaletteEntryBytes))..];
            palette[i] = (entry[2], entry[1], entry[0]);
        }

        return palette;
    }
}
