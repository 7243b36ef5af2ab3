using ScottPlot;
using SkiaSharp;

namespace Lesion.Learning.Reporting;

/// <summary>
/// The one font of the plots, which this assembly carries: a machine need not have any, and a plot looks alike on all.
/// Open Sans, cut down to the characters that plots use.
/// </summary>
internal sealed class PlotFont : IFontResolver
{
    public const string Family = "Open Sans";

    private const string Resource = "Lesion.Learning.Reporting.OpenSans-subset.ttf";

    private static readonly Lazy<byte[]> File = new(Read);
    private static readonly Lazy<bool> Registered = new(Register);

    /// <summary>The font's file, TrueType.</summary>
    public static byte[] Bytes => File.Value;

    /// <summary>Makes the plotting library use it, and no font of the system.</summary>
    public static void EnsureRegistered() => _ = Registered.Value;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing)
    {
        using var data = SKData.CreateCopy(Bytes);
        return SKTypeface.FromData(data);
    }

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        CreateTypeface(fontName, FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);

    private static bool Register()
    {
        Fonts.FontResolvers.Clear();
        Fonts.FontResolvers.Add(new PlotFont());
        Fonts.Default = Family;
        return true;
    }

    private static byte[] Read()
    {
        using var stream = typeof(PlotFont).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly has no resource '{Resource}'.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
