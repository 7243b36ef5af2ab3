using Lesion.Imaging;

namespace Lesion.Testing;

/// <summary>
/// What people drop: mostly good pictures, all different; some under two names, some over another of the same name, some
/// cut short, some that are no pictures.
/// </summary>
public static class MixedFiles
{
    private const int Width = 64;
    private const int Height = 48;
    private const int Quality = 85;

    private const int DuplicateEvery = 10;
    private const int OverwriteEvery = 15;
    private const int CutShortEvery = 25;
    private const int TextEvery = 30;

    /// <param name="count">Files; of 30, 21 are good pictures that lie there once.</param>
    /// <param name="name">Keeps these apart from others under another name, keys and pixels.</param>
    public static IReadOnlyList<FileToDrop> Make(int count, string name)
    {
        var files = new List<FileToDrop>(count);
        for (var index = 0; index < count; index++)
            files.Add(Make(files, index, name));
        return files;
    }

    /// <summary>A small picture of noise over a slope of colour; another index gives other bytes.</summary>
    public static byte[] Picture(int index, string name)
    {
        var random = SeededRandom.From($"{name}/{index}");
        var (red, green, blue) = (random.NextBelow(128), random.NextBelow(128), random.NextBelow(128));
        var pixels = new byte[Width * Height * RgbImage.Channels];
        for (var pixel = 0; pixel < Width * Height; pixel++)
        {
            var slope = pixel % Width;
            var at = pixel * RgbImage.Channels;
            pixels[at] = (byte)(red + slope + random.NextBelow(48));
            pixels[at + 1] = (byte)(green + slope + random.NextBelow(48));
            pixels[at + 2] = (byte)(blue + slope + random.NextBelow(48));
        }

        return Jpeg.Encode(new RgbImage(pixels, Width, Height), Quality);
    }

    private static FileToDrop Make(List<FileToDrop> before, int index, string name)
    {
        var folder = index % 2 == 0 ? "benign" : "malignant";
        var key = $"{folder}/{name}-{index:D4}";
        var last = index > 0 ? before[index - 1] : null;
        return (index % TextEvery, index % CutShortEvery, index % OverwriteEvery, index % DuplicateEvery) switch
        {
            (7, _, _, _) => new FileToDrop($"{key}.txt", System.Text.Encoding.UTF8.GetBytes($"This is note {index}, no picture."), "notAnImage"),
            (_, 13, _, _) => new FileToDrop($"{key}.jpg", Picture(index, name).AsMemory(0, 900), "truncated"),
            (_, _, 4, _) when last is { Refusal: null } => new FileToDrop(last.Key, Picture(index, name)),
            (_, _, _, 9) when last is { Refusal: null } => new FileToDrop($"{key}-again.jpg", last.Bytes),
            _ => new FileToDrop($"{key}.jpg", Picture(index, name)),
        };
    }
}
