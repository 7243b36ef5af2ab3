using System.Security.Cryptography;

namespace Lesion.Inference;

/// <summary>The identity of a picture: lower-case hexadecimal SHA-256 of its bytes.</summary>
internal static class ImageId
{
    public const int Length = 64;

    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static bool IsValid(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);
}
