using System.Runtime.InteropServices;
using NetVips;

namespace Lesion.Imaging;

/// <summary>From bytes of any accepted format to pixels of a wanted size.</summary>
internal static class Decoder
{
    private const string Remedy = "Copy it again from where it came, or open it and save it anew.";

    // Progressive JPEGs and interlaced PNGs are held whole while they are decoded: the large ones go one at a time.
    private const long LargePixels = 40_000_000;
    private static readonly Lock LargeGate = new();

    // libvips keeps what went wrong in one buffer for all threads: whoever fails takes every message that is in it. What is
    // to be judged by its messages fails again with nothing else under way.
    private static readonly ReaderWriterLockSlim Failures = new();

    /// <summary>Opens a picture without decoding its pixels.</summary>
    /// <param name="bytes">The picture.</param>
    /// <param name="format">Its format, from <see cref="Signature"/>; not BMP.</param>
    /// <param name="shrink">Pixels are decoded at 1/shrink of their size where the format can: 1, 2, 4 or 8.</param>
    /// <param name="failOn">What ends the decoding of a JPEG.</param>
    /// <exception cref="BadImageException">The header is damaged.</exception>
    public static Image Open(
        ReadOnlyMemory<byte> bytes, ImageFormat format, int shrink = 1, Enums.FailOn failOn = Enums.FailOn.Warning)
    {
        Failures.EnterReadLock();
        try
        {
            return OpenNow(bytes, format, shrink, failOn);
        }
        finally
        {
            Failures.ExitReadLock();
        }
    }

    private static Image OpenNow(ReadOnlyMemory<byte> bytes, ImageFormat format, int shrink, Enums.FailOn failOn)
    {
        Libvips.Configure();
        var array = AsArray(bytes);
        const Enums.Access Sequential = Enums.Access.Sequential;
        try
        {
            return format switch
            {
                ImageFormat.Jpeg => Image.JpegloadBuffer(array, shrink: shrink, access: Sequential, failOn: failOn),
                ImageFormat.Png => Image.PngloadBuffer(array, access: Sequential, failOn: Enums.FailOn.Error),
                ImageFormat.WebP => Image.WebploadBuffer(
                    array, scale: 1.0 / shrink, access: Sequential, failOn: Enums.FailOn.Error),
                ImageFormat.Tiff => Image.TiffloadBuffer(array, access: Sequential, failOn: Enums.FailOn.Error),
                _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format of libvips."),
            };
        }
        catch (VipsException exception)
        {
            throw Damaged(format, exception);
        }
    }

    /// <summary>
    /// All pixels of a picture, as displayed, resized to <paramref name="width"/> × <paramref name="height"/>,
    /// which must not be larger than the picture.
    /// </summary>
    /// <exception cref="BadImageException">The pixels end early, are damaged, or of a kind that is not read.</exception>
    public static RgbImage Decode(ReadOnlyMemory<byte> bytes, ImageHeader header, int width, int height)
    {
        if ((long)header.Width * header.Height <= LargePixels)
        {
            return DecodeNow(bytes, header, width, height);
        }

        lock (LargeGate)
        {
            return DecodeNow(bytes, header, width, height);
        }
    }

    private static RgbImage DecodeNow(ReadOnlyMemory<byte> bytes, ImageHeader header, int width, int height)
    {
        try
        {
            return DecodeStrictly(bytes, header, width, height);
        }
        catch (VipsException exception)
        {
            throw Damaged(header.Format, exception);
        }
    }

    /// <summary>
    /// A hole in a JPEG is only a warning to libjpeg, and what is missing a grey area: so every warning counts, but for
    /// those that are known to be harmless.
    /// </summary>
    private static RgbImage DecodeStrictly(ReadOnlyMemory<byte> bytes, ImageHeader header, int width, int height)
    {
        Failures.EnterReadLock();
        try
        {
            return DecodeOnce(bytes, header, width, height, Enums.FailOn.Warning);
        }
        catch (VipsException) when (header.Format is ImageFormat.Jpeg)
        {
            // What was wrong with it is found out below.
        }
        finally
        {
            Failures.ExitReadLock();
        }

        Failures.EnterWriteLock();
        try
        {
            _ = new VipsException(""); // takes what others left in the buffer
            return DecodeOnce(bytes, header, width, height, Enums.FailOn.Warning);
        }
        catch (VipsException exception) when (JpegWarnings.AreHarmless(exception.Message))
        {
            return DecodeOnce(bytes, header, width, height, Enums.FailOn.Truncated);
        }
        finally
        {
            Failures.ExitWriteLock();
        }
    }

    private static RgbImage DecodeOnce(
        ReadOnlyMemory<byte> bytes, ImageHeader header, int width, int height, Enums.FailOn failOn)
    {
        var ratio = Math.Min((double)header.Width / width, (double)header.Height / height);
        using var source = header.Format == ImageFormat.Bmp
            ? BitmapFile.Read(bytes.Span)
            : OpenNow(bytes, header.Format, ShrinkOnLoad(ratio), failOn);
        if (source.Format is not (Enums.BandFormat.Uchar or Enums.BandFormat.Ushort))
        {
            throw new BadImageException(
                BadImageReason.UnsupportedFormat,
                $"The picture has pixels of kind {source.Format}. Save it with 8 or 16 bits a channel.");
        }

        // A picture without a profile is taken for sRGB; the conversion would cost more than all the rest.
        var profile = source.GetTypeOf("icc-profile-data") != 0 || source.Interpretation == Enums.Interpretation.Cmyk
            ? "srgb"
            : null;
        using var displayed = source.ThumbnailImage(width, height, size: Enums.Size.Force, outputProfile: profile);
        using var rgb = ToRgb(displayed);
        return rgb.Bands == 3
            ? new RgbImage(rgb.WriteToMemory<byte>(), width, height)
            : throw new BadImageException(
                BadImageReason.UnsupportedFormat,
                $"The picture has {source.Bands} channels of an unknown meaning. Save it in RGB.");
    }

    /// <summary>Decoding at a fraction costs less; half of the reduction is left to the better filter.</summary>
    private static int ShrinkOnLoad(double ratio) => ratio switch
    {
        >= 16 => 8,
        >= 8 => 4,
        >= 4 => 2,
        _ => 1,
    };

    private static Image ToRgb(Image image)
    {
        using var colour = image.Colourspace(Enums.Interpretation.Srgb);
        using var opaque = colour.HasAlpha() ? colour.Flatten(background: [255, 255, 255]) : colour.Copy();
        return opaque.Cast(Enums.BandFormat.Uchar);
    }

    private static BadImageException Damaged(ImageFormat format, VipsException exception) => new(
        BadImageReason.Truncated, $"The {format} picture ends early or is damaged. {Remedy}", exception);

    private static byte[] AsArray(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment)
        && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : bytes.ToArray();
}
