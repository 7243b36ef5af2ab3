using NetVips;

namespace Lesion.Imaging;

/// <summary>Tells from the bytes, never from the name, whether they are a picture that is accepted.</summary>
public static class ImageInspector
{
    /// <summary>Reads the header only; pixels that are cut off are found by <see cref="CanonicalImage.Make"/>.</summary>
    /// <exception cref="BadImageException">The bytes are no picture, or one that is not accepted.</exception>
    public static ImageHeader Inspect(ReadOnlyMemory<byte> bytes)
    {
        var format = Signature.Identify(bytes.Span);
        return format switch
        {
            ImageFormat.Bmp => InspectBitmap(bytes.Span),
            ImageFormat.Png => InspectPng(bytes),
            _ => InspectWithLibvips(bytes, format),
        };
    }

    private static ImageHeader InspectBitmap(ReadOnlySpan<byte> bytes)
    {
        var header = BitmapHeader.Parse(bytes);
        CheckSize(header.Width, header.Height);
        header.CheckComplete(bytes.Length);
        return new ImageHeader(ImageFormat.Bmp, header.Width, header.Height);
    }

    private static ImageHeader InspectPng(ReadOnlyMemory<byte> bytes)
    {
        // Before libvips: it reads on to the first pixels, which a crafted file need not have.
        if (PngChunks.DeclaredSize(bytes.Span) is { } size)
        {
            CheckSize(size.Width, size.Height);
        }

        return PngChunks.IsAnimated(bytes.Span) ? throw SeveralFrames("frames") : InspectWithLibvips(bytes, ImageFormat.Png);
    }

    private static ImageHeader InspectWithLibvips(ReadOnlyMemory<byte> bytes, ImageFormat format)
    {
        using var image = Decoder.Open(bytes, format);
        CheckSize(image.Width, image.Height);
        if (Field(image, "n-pages") is > 1)
        {
            throw SeveralFrames(format == ImageFormat.Tiff ? "pages" : "frames");
        }

        // EXIF orientations 5 to 8 lie on their side.
        return Field(image, "orientation") is >= 5 and <= 8
            ? new ImageHeader(format, image.Height, image.Width)
            : new ImageHeader(format, image.Width, image.Height);
    }

    private static int? Field(Image image, string name) =>
        image.GetTypeOf(name) == 0 ? null : Convert.ToInt32(image.Get(name));

    private static void CheckSize(long width, long height)
    {
        if (width * height > ImageLimits.MaxPixels || Math.Max(width, height) > ImageLimits.MaxSide)
        {
            throw new BadImageException(
                BadImageReason.TooManyPixels,
                $"The picture declares {width} × {height} pixels; at most {ImageLimits.MaxPixels / 1_000_000} million "
                + $"and {ImageLimits.MaxSide} a side are accepted. Save it smaller.");
        }
    }

    private static BadImageException SeveralFrames(string what) => new(
        BadImageReason.Animated, $"The file holds several {what}. Save the one that matters as a picture of its own.");
}
