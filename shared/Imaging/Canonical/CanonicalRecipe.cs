namespace Lesion.Imaging;

/// <summary>How the canonical form of a picture is made.</summary>
public sealed record CanonicalRecipe
{
    public static readonly CanonicalRecipe Default = new();

    /// <summary>The shorter side in pixels; smaller pictures keep their size. Default 512.</summary>
    public int ShortSide { get; init; } = 512;

    /// <summary>Names this recipe in keys, for example <c>c1-512</c>; the digit grows when the pixels it gives change.</summary>
    public string Id => $"c1-{ShortSide}";
}
