using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using NetVips;

namespace Lesion.Imaging.Tests;

/// <summary>Small pictures of every kind, made in memory.</summary>
internal static class Pictures
{
    /// <summary>A smooth picture without any symmetry: bright at the top left, a dark blob right of the middle.</summary>
    public static Image Scene(int width = 160, int height = 120)
    {
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                double u = (double)x / width, v = (double)y / height;
                var blob = Math.Exp(-40 * (((u - 0.62) * (u - 0.62)) + (0.5 * (v - 0.4) * (v - 0.4))));
                var waves = (12 * Math.Sin((9 * u) + (4 * v))) + (9 * Math.Cos((14 * v) - (5 * u)));
                var i = ((y * width) + x) * 3;
                pixels[i] = (byte)Math.Clamp(215 - (60 * u) - (110 * blob) + waves, 0, 255);
                pixels[i + 1] = (byte)Math.Clamp(170 - (50 * v) - (100 * blob) + waves, 0, 255);
                pixels[i + 2] = (byte)Math.Clamp(150 - (40 * u) - (60 * blob) - waves, 0, 255);
            }
        }

        return Image.NewFromMemory<byte>(pixels, width, height, 3, Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb);
    }

    public static byte[] Jpeg(Image image, int quality = 90) => image.JpegsaveBuffer(q: quality);

    public static byte[] Jpeg(int width = 160, int height = 120) => Jpeg(Scene(width, height));

    public static byte[] Encode(Image image, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => Jpeg(image),
        ImageFormat.Png => image.PngsaveBuffer(),
        ImageFormat.WebP => image.WebpsaveBuffer(q: 90),
        ImageFormat.Tiff => image.TiffsaveBuffer(),
        _ => Bitmaps.Rgb24(image),
    };

    /// <summary>A PNG of a few bytes which declares a size that nobody could hold.</summary>
    public static byte[] BombPng(uint width, uint height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = 2;
        return [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IEND", [])];
    }

    /// <summary>The picture with an <c>acTL</c> chunk after its header, which makes it an animated PNG.</summary>
    public static byte[] AnimatedPng()
    {
        var png = Scene().PngsaveBuffer();
        return [.. png[..33], .. Chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]), .. png[33..]];
    }

    public static byte[] Animated(Func<Image, byte[]> save)
    {
        using var frame = Scene();
        using var frames = Image.Arrayjoin([frame, frame.Invert()], across: 1);
        return save(frames.Mutate(image => image.Set(GValue.GIntType, "page-height", frame.Height)));
    }

    public static byte[] Text() =>
        Encoding.UTF8.GetBytes("This is a note about the picture of Tuesday, which somebody named lesion.jpg.\n");

    private static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(
            chunk.AsSpan(data.Length + 8), Crc32.HashToUInt32(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }
}
