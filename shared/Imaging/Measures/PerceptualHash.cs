using System.Globalization;
using System.Numerics;

namespace Lesion.Imaging;

/// <summary>
/// 256 bits that hardly change when a picture is resized, recompressed or recoloured a little: the signs of the
/// 16 × 16 lowest frequencies of its luminance (discrete cosine transform of a 64 × 64 reduction).
/// Turning or mirroring a picture only exchanges and negates frequencies, so hashes that were stored can be compared
/// over all eight orientations without the pictures.
/// </summary>
public readonly record struct PerceptualHash(ulong A, ulong B, ulong C, ulong D)
{
    public const int Bits = 256;

    /// <exception cref="BadImageException">The PNG is damaged.</exception>
    public static PerceptualHash Compute(ReadOnlyMemory<byte> canonicalPng) => throw new NotSupportedException();

    public static PerceptualHash Compute(RgbImage canonical) => throw new NotSupportedException();

    /// <summary>The number of differing bits, 0 to 256.</summary>
    public int Distance(PerceptualHash other) =>
        BitOperations.PopCount(A ^ other.A) + BitOperations.PopCount(B ^ other.B)
        + BitOperations.PopCount(C ^ other.C) + BitOperations.PopCount(D ^ other.D);

    /// <summary>The smallest distance between one picture and the eight orientations of the other.</summary>
    public static int DistanceOverOrientations(PerceptualHash a, PerceptualHash b) => throw new NotSupportedException();

    /// <summary>The hashes that the picture would have turned by quarters and mirrored; itself first.</summary>
    public PerceptualHash[] Orientations() => throw new NotSupportedException();

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => $"{A:x16}{B:x16}{C:x16}{D:x16}";

    /// <exception cref="FormatException">Not 64 hexadecimal digits.</exception>
    public static PerceptualHash Parse(string text)
    {
        if (text.Length != 64)
        {
            throw new FormatException($"A perceptual hash has 64 hexadecimal digits, '{text}' has {text.Length} characters.");
        }

        ulong Part(int i) => ulong.Parse(text.AsSpan(16 * i, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return new PerceptualHash(Part(0), Part(1), Part(2), Part(3));
    }
}
