using Lesion.Contracts;
using ScottPlot;

namespace Lesion.Learning.Reporting;

/// <summary>Draws ROC curves, and where on them the model decides.</summary>
internal static class RocPlot
{
    private const int Side = 400;

    public static Html Draw(ModelManifest manifest, TrainingDetails details)
    {
        var plot = PlotCanvas.Unit("1 − specificity (false positives)", "Sensitivity");
        PlotCanvas.Line(plot, [new(0, 0), new(1, 1)], PlotColours.Ink.WithAlpha(0.35), PlotCanvas.DashedWidth);
        if (manifest.Positive is not null)
            Curve(plot, details.CrossValidated.Roc[0], PlotColours.Ink.WithAlpha(0.45), 1.2f);
        foreach (var (curve, k) in details.HeldOut.Roc.Select((curve, k) => (curve, k)))
            Curve(plot, curve, PlotColours.Of(k), 2.2f);
        if (manifest.Positive is not null)
            OperatingPoint(plot, manifest.HeldOut);
        return SvgFigure.Render(plot, Side, Side, "roc", Describe(manifest));
    }

    private static void Curve(Plot plot, ClassRoc roc, Color colour, float width) =>
        PlotCanvas.Line(plot, roc.Points.Select(point => new Coordinates(point.FalsePositiveRate, point.Sensitivity)), colour, width);

    /// <summary>A dot with the intervals of specificity across and of sensitivity upwards.</summary>
    private static void OperatingPoint(Plot plot, ClassificationMetrics metrics)
    {
        var (x, y) = (1 - metrics.Specificity, metrics.Sensitivity);
        if (metrics.Intervals.TryGetValue("specificity", out var specificity))
            PlotCanvas.Line(plot, [new(1 - specificity[1], y), new(1 - specificity[0], y)], PlotColours.Mark, 1.6f);
        if (metrics.Intervals.TryGetValue("sensitivity", out var sensitivity))
            PlotCanvas.Line(plot, [new(x, sensitivity[0]), new(x, sensitivity[1])], PlotColours.Mark, 1.6f);
        plot.Add.Marker(x, y, MarkerShape.FilledCircle, 9, PlotColours.Mark);
    }

    private static string Describe(ModelManifest manifest) => manifest.Positive is null
        ? $"ROC curves of each class against the rest on {manifest.HeldOut.N} held-out images; mean AUC {manifest.HeldOut.Auc:f3}."
        : $"ROC curve on {manifest.HeldOut.N} held-out images, AUC {manifest.HeldOut.Auc:f3}; the model decides at sensitivity "
            + $"{manifest.HeldOut.Sensitivity:f3} and specificity {manifest.HeldOut.Specificity:f3}.";
}
