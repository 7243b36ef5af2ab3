using ScottPlot;

namespace Lesion.Learning.Reporting;

/// <summary>Draws how probabilities are spread, with threshold and refer band.</summary>
internal static class ScorePlot
{
    private const int Width = 500;
    private const int Height = 260;

    /// <param name="threshold">Where the model decides; null with more than two classes.</param>
    /// <param name="referBand">Where it refers to a person.</param>
    public static Html Draw(ScoreHistogram scores, double? threshold, double[]? referBand)
    {
        var most = scores.Counts.Values.SelectMany(counts => counts).Max();
        var plot = PlotCanvas.New(
            scores.Class is null ? "Probability of the class decided for" : "Probability of the positive class", "Images", (0, 1), (0, most * 1.06));
        double[] places = [0, 0.2, 0.4, 0.6, 0.8, 1];
        plot.Axes.Bottom.SetTicks(places, [.. places.Select(place => $"{place:0.#}")]);
        if (referBand is [var low, var high])
            Box(plot, low, high, most * 1.06, PlotColours.Ink.WithAlpha(0.1));
        foreach (var (counts, series) in scores.Counts.Values.Select((counts, series) => (counts, series)))
            Bars(plot, counts, series, scores.Counts.Count);
        if (threshold is { } least)
            PlotCanvas.Line(plot, [new(least, 0), new(least, most * 1.06)], PlotColours.Ink, PlotCanvas.DashedWidth);
        return SvgFigure.Render(plot, Width, Height, "scores",
            $"Histogram of the probabilities of {scores.Counts.Values.Sum(counts => counts.Sum())} held-out images.");
    }

    /// <summary>The series stand side by side in a bin.</summary>
    private static void Bars(Plot plot, int[] counts, int series, int of)
    {
        const double Gap = 0.12;
        var width = 1.0 / counts.Length;
        var own = width * (1 - Gap) / of;
        for (var bin = 0; bin < counts.Length; bin++)
        {
            if (counts[bin] == 0)
                continue;
            var left = bin * width + width * Gap / 2 + series * own;
            Box(plot, left, left + own, counts[bin], PlotColours.Of(series));
        }
    }

    private static void Box(Plot plot, double left, double right, double height, Color colour)
    {
        var box = plot.Add.Rectangle(left, right, 0, height);
        box.FillColor = colour;
        box.LineWidth = 0;
    }
}
