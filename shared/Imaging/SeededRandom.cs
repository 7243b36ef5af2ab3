using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Lesion.Imaging;

/// <summary>
/// A small random generator whose numbers stay the same for ever, unlike those of <see cref="Random"/>:
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
/// </summary>
public sealed class SeededRandom(ulong state)
{
    private ulong _state = state;

    /// <summary>Seeded by any text.</summary>
    public static SeededRandom From(string seed) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed))));

    /// <summary>A generator for one purpose, independent of those for other purposes under the same seed.</summary>
    public static SeededRandom For(long seed, ulong purpose)
    {
        var mixer = new SeededRandom(unchecked((ulong)seed));
        return new SeededRandom(mixer.Next() ^ new SeededRandom(purpose).Next());
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number, uniform from 0 up to, not including, <paramref name="limit"/>.</summary>
    public int NextBelow(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return (int)Math.BigMul(Next(), (ulong)limit, out _);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [from, to).</summary>
    public double Between(double from, double to) => from + ((to - from) * (Next() >> 11) * (1.0 / (1UL << 53)));

    /// <summary>True or false, as likely.</summary>
    public bool Coin() => Next() >> 63 == 1;

    /// <summary>Shuffles in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextBelow(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
