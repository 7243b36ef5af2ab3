using ScottPlot;

namespace Lesion.Learning.Reporting;

/// <summary>An empty plot in the report's style, and its SVG.</summary>
internal static class PlotCanvas
{
    /// <summary>Lines of this width become dashed in <see cref="SvgFigure"/>: Skia's SVG knows no dashes.</summary>
    public const float DashedWidth = 1.25f;

    private const float FontSize = 12;

    /// <summary>Pixels left of the plot, for the numbers and the name of the axis.</summary>
    private const float LeftSpace = 58;

    /// <summary>Pixels above and right of the plot, so that the last numbers of the axes are not cut.</summary>
    private const float EdgeSpace = 12;

    public static Plot New(string x, string y, (double Low, double High) across, (double Low, double High) up)
    {
        PlotFont.EnsureRegistered();
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Axes.SetLimits(across.Low, across.High, up.Low, up.High);
        Leave(plot.Axes.Top, EdgeSpace);
        Leave(plot.Axes.Right, EdgeSpace);
        plot.Axes.Left.MinimumSize = LeftSpace;
        plot.Grid.MajorLineColor = PlotColours.Ink.WithAlpha(0.1);
        plot.Grid.MajorLineWidth = 1;
        Style(plot.Axes.Bottom, x);
        Style(plot.Axes.Left, y);
        return plot;
    }

    /// <summary>Both axes from 0 to 1 with a tick at every fifth.</summary>
    public static Plot Unit(string x, string y)
    {
        var plot = New(x, y, (0, 1.015), (0, 1.015)); // what lies at 1 is not cut in half
        double[] places = [0, 0.2, 0.4, 0.6, 0.8, 1];
        string[] names = [.. places.Select(place => $"{place:0.#}")];
        plot.Axes.Bottom.SetTicks(places, names);
        plot.Axes.Left.SetTicks(places, names);
        return plot;
    }

    public static void Line(Plot plot, IEnumerable<Coordinates> points, Color colour, float width) =>
        plot.Add.ScatterLine(points.ToArray(), colour).LineWidth = width;

    private static void Leave(IAxis axis, float pixels)
    {
        axis.FrameLineStyle.IsVisible = false;
        axis.MajorTickStyle.Length = axis.MinorTickStyle.Length = 0;
        axis.TickLabelStyle.IsVisible = false;
        axis.MinimumSize = axis.MaximumSize = pixels;
    }

    private static void Style(IAxis axis, string label)
    {
        axis.Label.Text = label;
        axis.Label.FontSize = FontSize + 1;
        axis.Label.Bold = false;
        axis.Label.ForeColor = PlotColours.Ink;
        axis.TickLabelStyle.FontSize = FontSize;
        axis.TickLabelStyle.ForeColor = PlotColours.Ink;
        axis.FrameLineStyle.Color = PlotColours.Ink.WithAlpha(0.5);
        axis.MajorTickStyle.Color = PlotColours.Ink.WithAlpha(0.5);
        axis.MinorTickStyle.Length = 0;
    }
}
