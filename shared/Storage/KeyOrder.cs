namespace Lesion.Storage;

/// <summary>The order of keys in a listing: that of their UTF-8 bytes, as S3 has it.</summary>
public sealed class KeyOrder : IComparer<string>
{
    public static KeyOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        x ??= "";
        y ??= "";
        var same = x.AsSpan().CommonPrefixLength(y);
        return same == x.Length || same == y.Length
            ? x.Length.CompareTo(y.Length)
            : Rank(x[same]).CompareTo(Rank(y[same]));
    }

    /// <summary>UTF-16 has surrogates below U+E000, UTF-8 has what they stand for above U+FFFF.</summary>
    private static int Rank(char c) => c switch
    {
        < '\uD800' => c,
        <= '\uDFFF' => c + 0x2000,
        _ => c - 0x800,
    };
}
