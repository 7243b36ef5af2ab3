namespace Lesion.Standalone.Painting;

/// <summary>Reflectance of a colour, each channel 0 to 1.</summary>
internal readonly record struct Rgb(float Red, float Green, float Blue)
{
    public static Rgb Mix(Rgb from, Rgb to, float share) => new(
        from.Red + ((to.Red - from.Red) * share),
        from.Green + ((to.Green - from.Green) * share),
        from.Blue + ((to.Blue - from.Blue) * share));
}
