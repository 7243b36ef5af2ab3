using NetVips;

namespace Lesion.Imaging;

/// <summary>
/// The process-wide settings of libvips: pictures are small and come many at once, so that each is worked on by one
/// thread, nothing is cached between operations, and loaders that are not fit for strangers' files are off.
/// </summary>
internal static class Libvips
{
    // Kept alive for as long as libvips may call it.
    private static readonly Log.LogDelegate Silence = (_, _, _) => { };

    static Libvips()
    {
        NetVips.NetVips.Concurrency = 1;
        NetVips.NetVips.BlockUntrusted = true;
        Cache.Max = 0;
        // What matters is thrown; the rest would be lines on standard error that name no file.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Silence);
    }

    /// <summary>Called before the first use of libvips; the work is done once, above.</summary>
    public static void Configure()
    {
    }

    /// <summary>Wraps pixels without copying them.</summary>
    public static Image Wrap(RgbImage image) => Wrap(image.Pixels, image.Width, image.Height, bands: 3);

    public static Image Wrap(byte[] pixels, int width, int height, int bands)
    {
        using var raw = Image.NewFromMemory<byte>(pixels, width, height, bands, Enums.BandFormat.Uchar);
        return raw.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    /// <summary>Resizes to exactly this size; the aspect is not kept.</summary>
    public static RgbImage Resize(RgbImage image, int width, int height, Enums.Kernel kernel)
    {
        if (image.Width == width && image.Height == height)
        {
            return image;
        }

        using var source = Wrap(image);
        using var resized = source.Resize(
            (double)width / image.Width, kernel: kernel, vscale: (double)height / image.Height);
        return resized.Width == width && resized.Height == height
            ? new RgbImage(resized.WriteToMemory<byte>(), width, height)
            : throw new InvalidOperationException(
                $"Resizing {image.Width}×{image.Height} gave {resized.Width}×{resized.Height}, not {width}×{height}.");
    }
}
