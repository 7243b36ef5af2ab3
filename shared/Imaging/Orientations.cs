using System.Runtime.InteropServices;

namespace Lesion.Imaging;

/// <summary>Turns and mirrors square pictures. Pixels are moved, never computed: each is found again, unchanged.</summary>
public static class Orientations
{
    public const int Count = 8;

    private const int Channels = 3;

    /// <summary>Writes the first <paramref name="count"/> orientations of a picture one after another.</summary>
    /// <param name="pixels">RGB, row-major HWC, <c>size * size * 3</c> bytes.</param>
    /// <param name="size">Pixels a side.</param>
    /// <param name="count">1 to 8.</param>
    /// <param name="rows"><c>count * size * size * 3</c> bytes.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void WriteFirst(ReadOnlySpan<byte> pixels, int size, int count, Span<byte> rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        RequireLength(rows.Length, count * pixels.Length, nameof(rows));
        for (var i = 0; i < count; i++)
        {
            Write(pixels, size, (Orientation)i, rows.Slice(i * pixels.Length, pixels.Length));
        }
    }

    /// <summary>Writes one orientation of a picture.</summary>
    /// <param name="pixels">RGB, row-major HWC, <c>size * size * 3</c> bytes.</param>
    /// <param name="size">Pixels a side.</param>
    /// <param name="orientation">How the picture is laid down.</param>
    /// <param name="target">As long as the pixels, and not the same memory.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Write(ReadOnlySpan<byte> pixels, int size, Orientation orientation, Span<byte> target)
    {
        RequireLength(pixels.Length, size * size * Channels, nameof(pixels));
        RequireLength(target.Length, pixels.Length, nameof(target));
        if (orientation is Orientation.Upright)
        {
            pixels.CopyTo(target);
            return;
        }

        var source = MemoryMarshal.Cast<byte, Pixel>(pixels);
        var turned = MemoryMarshal.Cast<byte, Pixel>(target);
        var (start, across, down) = Walk(size, (int)orientation);
        for (var y = 0; y < size; y++)
        {
            var from = start + (y * down);
            foreach (ref var pixel in turned.Slice(y * size, size))
            {
                pixel = source[from];
                from += across;
            }
        }
    }

    /// <summary>Where in the source the first pixel lies, and the steps to the next across and to the next down.</summary>
    private static (int Start, int Across, int Down) Walk(int size, int orientation)
    {
        var (across, down) = (orientation & 4) == 0 ? (1, size) : (size, 1);
        var start = 0;
        var turned = (orientation & 1) != 0;
        if (turned != ((orientation & 2) != 0))
        {
            start += (size - 1) * across;
            across = -across;
        }

        if (turned)
        {
            start += (size - 1) * down;
            down = -down;
        }

        return (start, across, down);
    }

    private static void RequireLength(int actual, int expected, string name)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"{actual} bytes were given where {expected} are needed.", name);
        }
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly struct Pixel
    {
        private readonly byte _red;
        private readonly byte _green;
        private readonly byte _blue;
    }
}
