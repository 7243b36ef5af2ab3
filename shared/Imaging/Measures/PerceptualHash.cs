using System.Globalization;
using System.Numerics;

namespace Lesion.Imaging;

/// <summary>
/// 256 bits that hardly change when a picture is resized, recompressed or recoloured a little: the signs of the
/// 16 × 16 lowest frequencies of its luminance (discrete cosine transform of a 64 × 64 reduction). Bit
/// <c>16 * v + u</c> belongs to frequency v down and u across; bit 0, the mean, says nothing.
/// Turning or mirroring a picture only exchanges and negates frequencies, so hashes that were stored can be compared
/// over all eight orientations without the pictures.
/// </summary>
public readonly record struct PerceptualHash(ulong A, ulong B, ulong C, ulong D)
{
    public const int Bits = 256;

    /// <summary>
    /// Pictures at most this far apart are taken for the same one. Of 1,900 dermoscopic photographs, copies that were
    /// turned, resized or recompressed are at most 21 apart, and different ones at least 51.
    /// </summary>
    public const int TwinDistance = 32;

    private const int Side = 16;
    private const int Reduced = 64;

    // Mirroring negates the odd frequencies of its direction: every other bit, or every other row of 16.
    private const ulong OddAcross = 0xAAAA_AAAA_AAAA_AAAA;
    private const ulong OddDown = 0xFFFF_0000_FFFF_0000;

    private static readonly double[] Cosines = MakeCosines();

    /// <exception cref="BadImageException">The PNG is damaged.</exception>
    public static PerceptualHash Compute(ReadOnlyMemory<byte> canonicalPng) =>
        Compute(CanonicalImage.Decode(canonicalPng));

    public static PerceptualHash Compute(RgbImage canonical)
    {
        var luminance = Luminance.Resized(canonical, Reduced, Reduced);
        var across = new double[Reduced * Side];
        for (var y = 0; y < Reduced; y++)
        {
            for (var u = 0; u < Side; u++)
            {
                across[(y * Side) + u] = Project(luminance, y * Reduced, 1, u);
            }
        }

        var words = new ulong[4];
        for (var bit = 0; bit < Bits; bit++)
        {
            if (Project(across, bit % Side, Side, bit / Side) > 0)
            {
                words[bit / 64] |= 1UL << (bit % 64);
            }
        }

        return new PerceptualHash(words[0], words[1], words[2], words[3]);
    }

    /// <summary>Whether a bit, 0 to 255, is set.</summary>
    public bool IsSet(int bit)
    {
        var word = (bit / 64) switch { 0 => A, 1 => B, 2 => C, _ => D };
        return ((word >> (bit % 64)) & 1) != 0;
    }

    /// <summary>The number of differing bits, 0 to 256.</summary>
    public int Distance(PerceptualHash other) =>
        BitOperations.PopCount(A ^ other.A) + BitOperations.PopCount(B ^ other.B)
        + BitOperations.PopCount(C ^ other.C) + BitOperations.PopCount(D ^ other.D);

    /// <summary>The smallest distance between one picture and the eight orientations of the other.</summary>
    public static int DistanceOverOrientations(PerceptualHash a, PerceptualHash b)
    {
        var turned = b.Transpose();
        return Math.Min(DistanceOverMirrors(a, b), DistanceOverMirrors(a, turned));
    }

    /// <summary>The hashes that the picture would have in its eight orientations, in the order of <see cref="Orientation"/>.</summary>
    public PerceptualHash[] Orientations()
    {
        var turned = Transpose();
        return
        [
            this, Negate(OddAcross ^ OddDown), Negate(OddAcross), Negate(OddDown),
            turned, turned.Negate(OddAcross ^ OddDown), turned.Negate(OddAcross), turned.Negate(OddDown),
        ];
    }

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => $"{A:x16}{B:x16}{C:x16}{D:x16}";

    /// <exception cref="FormatException">Not 64 hexadecimal digits.</exception>
    public static PerceptualHash Parse(string text)
    {
        if (text.Length != 64)
        {
            throw new FormatException($"A perceptual hash has 64 hexadecimal digits, '{text}' has {text.Length} characters.");
        }

        ulong Part(int i) =>
            ulong.Parse(text.AsSpan(16 * i, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return new PerceptualHash(Part(0), Part(1), Part(2), Part(3));
    }

    private static int DistanceOverMirrors(PerceptualHash a, PerceptualHash b) => Math.Min(
        Math.Min(a.Distance(b), a.Distance(b.Negate(OddAcross))),
        Math.Min(a.Distance(b.Negate(OddDown)), a.Distance(b.Negate(OddAcross ^ OddDown))));

    private PerceptualHash Negate(ulong mask) => new(A ^ mask, B ^ mask, C ^ mask, D ^ mask);

    /// <summary>Exchanges across and down: mirrors the picture about its diagonal.</summary>
    private PerceptualHash Transpose()
    {
        Span<ulong> from = [A, B, C, D];
        Span<ulong> to = [0, 0, 0, 0];
        for (var bit = 0; bit < Bits; bit++)
        {
            var target = (bit % Side * Side) + (bit / Side);
            to[target / 64] |= ((from[bit / 64] >> (bit % 64)) & 1) << (target % 64);
        }

        return new PerceptualHash(to[0], to[1], to[2], to[3]);
    }

    private static double Project(double[] values, int start, int step, int frequency)
    {
        double sum = 0;
        for (var i = 0; i < Reduced; i++)
        {
            sum += values[start + (i * step)] * Cosines[(frequency * Reduced) + i];
        }

        return sum;
    }

    private static double[] MakeCosines()
    {
        var cosines = new double[Side * Reduced];
        for (var k = 0; k < Side; k++)
        {
            for (var i = 0; i < Reduced; i++)
            {
                cosines[(k * Reduced) + i] = Math.Cos(Math.PI * ((2 * i) + 1) * k / (2 * Reduced));
            }
        }

        return cosines;
    }
}
