namespace Lesion.Evaluation;

/// <summary>
/// A small seeded generator whose whole state is one number, so that it can be stored and taken up again.
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
/// </summary>
public sealed class SplitMix64(ulong state)
{
    /// <summary>The state; a generator constructed from it goes on with the same numbers.</summary>
    public ulong State { get; private set; } = state;

    /// <summary>A generator for one purpose, independent of those for other purposes under the same seed.</summary>
    public static SplitMix64 For(long seed, ulong purpose)
    {
        var mixer = new SplitMix64(unchecked((ulong)seed));
        return new SplitMix64(mixer.Next() ^ new SplitMix64(purpose).Next());
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            State += 0x9E3779B97F4A7C15UL;
            var z = State;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A whole number from 0 up to, not including, <paramref name="limit"/>.</summary>
    public int NextBelow(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return (int)Math.BigMul(Next(), (ulong)limit, out _);
    }

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

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
