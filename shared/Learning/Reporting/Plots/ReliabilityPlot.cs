using Lesion.Evaluation;
using ScottPlot;

namespace Lesion.Learning.Reporting;

/// <summary>Draws how often answers of a certainty are right, with the number of images below.</summary>
internal static class ReliabilityPlot
{
    private const int Side = 400;

    public static Html Draw(IReadOnlyList<ReliabilityBin> bins, double error)
    {
        var plot = PlotCanvas.Unit("Probability of the answer", "Share that is right");
        PlotCanvas.Line(plot, [new(0, 0), new(1, 1)], PlotColours.Ink.WithAlpha(0.35), PlotCanvas.DashedWidth);
        var most = bins.Max(bin => bin.Images);
        foreach (var bin in bins)
        {
            // Below, how many images there are: a tenth of the plot's height is the fullest bin.
            Box(plot, bin.Low, bin.High, 0.1 * bin.Images / most);
            PlotCanvas.Line(
                plot, [new(bin.Confidence, bin.RightLow), new(bin.Confidence, bin.RightHigh)], PlotColours.Of(0).WithAlpha(0.7), 1.5f);
        }

        PlotCanvas.Line(plot, bins.Select(Point), PlotColours.Of(0), 1.5f);
        plot.Add.Markers(bins.Select(Point).ToArray(), MarkerShape.FilledCircle, 8, PlotColours.Of(0));
        return SvgFigure.Render(plot, Side, Side, "reliability",
            $"Reliability diagram of {bins.Sum(bin => bin.Images)} held-out images in {bins.Count} bins, calibration error {error:f3}; the table below has its numbers.");
    }

    private static Coordinates Point(ReliabilityBin bin) => new(bin.Confidence, bin.Right);

    private static void Box(Plot plot, double low, double high, double height)
    {
        var box = plot.Add.Rectangle(low, high, 0, height);
        box.FillColor = PlotColours.Ink.WithAlpha(0.18);
        box.LineWidth = 0;
    }
}
