using ScottPlot;

namespace Lesion.Learning.Reporting;

/// <summary>An empty plot in the report's style, and its SVG.</summary>
internal static class PlotCanvas
{
    private const float FontSize = 12;

    public static Plot New(string x, string y, (double Low, double High) across, (double Low, double High) up)
    {
        PlotFont.EnsureRegistered();
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Axes.SetLimits(across.Low, across.High, up.Low, up.High);
        plot.Axes.Top.IsVisible = false;
        plot.Axes.Right.IsVisible = false;
        plot.Grid.MajorLineColor = PlotColours.Ink.WithAlpha(0.1);
        plot.Grid.MajorLineWidth = 1;
        Style(plot.Axes.Bottom, x);
        Style(plot.Axes.Left, y);
        return plot;
    }

    /// <summary>Both axes from 0 to 1 with a tick at every fifth.</summary>
    public static Plot Unit(string x, string y)
    {
        var plot = New(x, y, (0, 1), (0, 1));
        double[] places = [0, 0.2, 0.4, 0.6, 0.8, 1];
        string[] names = [.. places.Select(place => $"{place:0.#}")];
        plot.Axes.Bottom.SetTicks(places, names);
        plot.Axes.Left.SetTicks(places, names);
        return plot;
    }

    public static void Line(Plot plot, IEnumerable<Coordinates> points, Color colour, float width = 2, LinePattern? pattern = null)
    {
        var line = plot.Add.ScatterLine(points.ToArray(), colour);
        line.LineWidth = width;
        line.LinePattern = pattern ?? LinePattern.Solid;
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
