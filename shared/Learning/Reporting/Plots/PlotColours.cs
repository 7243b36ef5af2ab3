using ScottPlot;

namespace Lesion.Learning.Reporting;

/// <summary>Colours that stay apart for those who see few colours, on a light ground and on a dark one.</summary>
/// <remarks>After Okabe and Ito, "Color universal design", 2008.</remarks>
internal static class PlotColours
{
    /// <summary>Becomes the page's own colour of text.</summary>
    public static readonly Color Ink = new(0x1F, 0x23, 0x28);

    public static readonly Color Mark = new(0xD5, 0x5E, 0x00);

    private static readonly Color[] Series =
    [
        new(0x2E, 0x7E, 0xBF), new(0xD9, 0x7A, 0x1E), new(0x1A, 0x9A, 0x74), new(0xB5, 0x5F, 0x96),
        new(0x8A, 0x7B, 0x2C), new(0x56, 0xA6, 0xD6), new(0x7A, 0x5C, 0xC0), new(0x7D, 0x7D, 0x7D),
    ];

    /// <summary>The colour of the n-th series; they come round again after eight.</summary>
    public static Color Of(int series) => Series[series % Series.Length];
}
