using System.Buffers.Binary;

namespace Lesion.Imaging;

/// <summary>
/// The header of a Windows bitmap: BITMAPFILEHEADER (14 bytes) and one of BITMAPCOREHEADER (12 bytes),
/// BITMAPINFOHEADER (40) and its longer successors, as documented by Microsoft.
/// </summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="TopDown">The first row stored is the top one; else the bottom one.</param>
/// <param name="BitsPerPixel">1, 4, 8 (indices into the palette), 16, 24 or 32.</param>
/// <param name="Masks">Bits of red, green, blue and alpha in a pixel of 16 or 32 bits.</param>
/// <param name="PaletteOffset">Where the palette begins.</param>
/// <param name="PaletteEntries">Colours in the palette.</param>
/// <param name="PaletteEntryBytes">3 or 4 bytes a colour: blue, green, red.</param>
/// <param name="PixelOffset">Where the rows begin.</param>
internal sealed record BitmapHeader(
    int Width,
    int Height,
    bool TopDown,
    int BitsPerPixel,
    (uint Red, uint Green, uint Blue, uint Alpha) Masks,
    int PaletteOffset,
    int PaletteEntries,
    int PaletteEntryBytes,
    long PixelOffset)
{
    private const int FileHeader = 14;
    private const int CoreHeader = 12;
    private const int InfoHeader = 40;

    private enum Compression
    {
        None = 0,
        BitFields = 3,
        AlphaBitFields = 6,
    }

    /// <summary>Bytes of a row: whole groups of four.</summary>
    public long Stride => (((long)Width * BitsPerPixel) + 31) / 32 * 4;

    /// <exception cref="BadImageException">The header is damaged or of a variant that is not read.</exception>
    public static BitmapHeader Parse(ReadOnlySpan<byte> bytes)
    {
        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes[FileHeader..]);
        if (bytes.Length < FileHeader + size)
        {
            throw Damaged();
        }

        var header = size == CoreHeader ? ParseCore(bytes) : ParseInfo(bytes, size);
        return header is { Width: > 0, Height: > 0 } && header.PixelOffset >= FileHeader + size ? header : throw Damaged();
    }

    /// <exception cref="BadImageException">There are fewer bytes than the header promises.</exception>
    public void CheckComplete(int length)
    {
        if (PixelOffset + (Stride * Height) > length
            || PaletteOffset + ((long)PaletteEntries * PaletteEntryBytes) > length)
        {
            throw Damaged();
        }
    }

    private static BitmapHeader ParseCore(ReadOnlySpan<byte> bytes)
    {
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[24..]);
        CheckVariant(bits, Compression.None);
        return new BitmapHeader(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[20..]),
            TopDown: false,
            bits,
            DefaultMasks(bits),
            FileHeader + CoreHeader,
            bits <= 8 ? 1 << bits : 0,
            PaletteEntryBytes: 3,
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]));
    }

    private static BitmapHeader ParseInfo(ReadOnlySpan<byte> bytes, int size)
    {
        var height = BinaryPrimitives.ReadInt32LittleEndian(bytes[22..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]);
        var compression = (Compression)BinaryPrimitives.ReadInt32LittleEndian(bytes[30..]);
        CheckVariant(bits, compression);
        var masks = compression == Compression.None ? DefaultMasks(bits) : ReadMasks(bytes, size, compression);
        var used = BinaryPrimitives.ReadUInt32LittleEndian(bytes[46..]);
        var masksAfterHeader = size > InfoHeader ? 0 : compression switch
        {
            Compression.BitFields => 12,
            Compression.AlphaBitFields => 16,
            _ => 0,
        };
        return new BitmapHeader(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]),
            height == int.MinValue ? throw Damaged() : Math.Abs(height),
            TopDown: height < 0,
            bits,
            masks,
            FileHeader + size + masksAfterHeader,
            bits > 8 ? 0 : used == 0 ? 1 << bits : (int)Math.Min(used, 1u << bits),
            PaletteEntryBytes: 4,
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]));
    }

    private static void CheckVariant(int bits, Compression compression)
    {
        var known = compression switch
        {
            Compression.None => bits is 1 or 4 or 8 or 16 or 24 or 32,
            Compression.BitFields or Compression.AlphaBitFields => bits is 16 or 32,
            _ => false,
        };
        if (!known)
        {
            throw new BadImageException(
                BadImageReason.UnsupportedFormat,
                $"The BMP picture has {bits} bits a pixel and compression {(int)compression}, which is not read. "
                + "Save it as PNG.");
        }
    }

    private static (uint Red, uint Green, uint Blue, uint Alpha) DefaultMasks(int bits) =>
        bits == 16 ? (0x7C00u, 0x03E0u, 0x001Fu, 0u) : (0xFF0000u, 0x00FF00u, 0x0000FFu, 0u);

    private static (uint Red, uint Green, uint Blue, uint Alpha) ReadMasks(
        ReadOnlySpan<byte> bytes, int size, Compression compression)
    {
        const int At = FileHeader + InfoHeader;
        var hasAlpha = size >= 56 || (size == InfoHeader && compression == Compression.AlphaBitFields);
        if (bytes.Length < At + (hasAlpha ? 16 : 12))
        {
            throw Damaged();
        }

        uint Mask(ReadOnlySpan<byte> from, int i) => BinaryPrimitives.ReadUInt32LittleEndian(from[(At + (4 * i))..]);
        return (Mask(bytes, 0), Mask(bytes, 1), Mask(bytes, 2), hasAlpha ? Mask(bytes, 3) : 0);
    }

    private static BadImageException Damaged() => new(
        BadImageReason.Truncated,
        "The BMP picture ends early or its header is damaged. Copy it again from where it came, or save it anew.");
}
