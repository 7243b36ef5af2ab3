using System.Text;

namespace Lesion.Imaging;

/// <summary>Tells what bytes are from their first few, the "magic numbers" of each format's specification.</summary>
internal static class Signature
{
    private const string SaveAs = "Save it as JPEG, PNG, WebP, TIFF or BMP and give that.";

    private static readonly (byte[] Magic, int Offset, string Name)[] OtherPictures =
    [
        ("GIF8"u8.ToArray(), 0, "GIF"),
        ("8BPS"u8.ToArray(), 0, "Photoshop document"),
        ("DICM"u8.ToArray(), 128, "DICOM file"),
        ([0, 0, 1, 0], 0, "icon"),
        ([0xFF, 0x0A], 0, "JPEG XL picture"),
        ([0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' '], 0, "JPEG XL picture"),
        ([0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' '], 0, "JPEG 2000 picture"),
        ("ftyp"u8.ToArray(), 4, "HEIC, AVIF or video file"),
    ];

    private static readonly (byte[] Magic, string Name)[] Documents =
    [
        ("PK\u0003\u0004"u8.ToArray(), "zip archive"),
        ("%PDF"u8.ToArray(), "PDF document"),
        ([0x1F, 0x8B], "gzip archive"),
        ("7z\u00BC\u00AF"u8.ToArray(), "7-Zip archive"),
        ("Rar!"u8.ToArray(), "RAR archive"),
        ("SQLite format 3"u8.ToArray(), "database"),
    ];

    /// <exception cref="BadImageException">Empty, no picture, or of a format that is not read.</exception>
    public static ImageFormat Identify(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            throw new BadImageException(
                BadImageReason.Empty, "The file is empty (0 bytes). Copy it again from where it came.");
        }

        return Accepted(bytes) ?? throw Refusal(bytes);
    }

    private static ImageFormat? Accepted(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ImageFormat.Png,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] =>
            ImageFormat.WebP,
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => ImageFormat.Tiff,
        // "BM" alone begins many words; the reserved fields and the size of the next header tell.
        [(byte)'B', (byte)'M', _, _, _, _, _, _, _, _, _, _, _, _, 12 or 40 or 52 or 56 or 64 or 108 or 124, 0, 0, 0, ..]
            => ImageFormat.Bmp,
        _ => null,
    };

    private static BadImageException Refusal(ReadOnlySpan<byte> bytes)
    {
        foreach (var (magic, offset, name) in OtherPictures)
        {
            if (bytes.Length >= offset && bytes[offset..].StartsWith(magic))
            {
                return new BadImageException(
                    BadImageReason.UnsupportedFormat, $"The file is a {name}, a format that is not read. {SaveAs}");
            }
        }

        foreach (var (magic, name) in Documents)
        {
            if (bytes.StartsWith(magic))
            {
                return NotAnImage($"a {name}");
            }
        }

        return NotAnImage(TextKind(bytes) ?? "data of an unknown kind");
    }

    private static BadImageException NotAnImage(string what) => new(
        BadImageReason.NotAnImage,
        $"The file is {what}, no picture, whatever its name says. Give a JPEG, PNG, WebP, TIFF or BMP picture.");

    private static string? TextKind(ReadOnlySpan<byte> bytes)
    {
        var start = bytes[..Math.Min(bytes.Length, 1024)];
        if (start.ContainsAnyInRange((byte)0, (byte)8))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(start);
        if (text.Contains("<svg", StringComparison.OrdinalIgnoreCase))
        {
            return "an SVG drawing";
        }

        if (text.Contains("<html", StringComparison.OrdinalIgnoreCase))
        {
            return "a web page";
        }

        // The last character may have been cut in two, so that one replacement character is no sign.
        return text.Count(c => c == '\uFFFD') <= 1 ? "text" : null;
    }
}
