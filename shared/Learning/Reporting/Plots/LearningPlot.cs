using ScottPlot;

namespace Lesion.Learning.Reporting;

/// <summary>Draws one quantity of a phase's learning curves over the epochs.</summary>
internal static class LearningPlot
{
    private const int Width = 400;
    private const int Height = 260;
    private const double Margin = 0.06;

    /// <summary>A quantity that is drawn; dashed where it stands beside another in one plot.</summary>
    public sealed record Quantity(string Name, Func<LearningPoint, double?> Value, bool Dashed = false);

    /// <returns>Nothing where no curve has two points of any of the quantities.</returns>
    public static Html Draw(string id, string axis, IReadOnlyList<LearningCurve> curves, params Quantity[] quantities)
    {
        var lines = curves
            .SelectMany((curve, member) => quantities.Select(quantity => (Member: member, quantity.Dashed, Points: Points(curve, quantity))))
            .Where(line => line.Points.Count > 1)
            .ToList();
        if (lines.Count == 0)
            return Html.Empty;
        var plot = PlotCanvas.New("Epoch", axis, Range(lines, point => point.X, 0), Range(lines, point => point.Y, Margin));
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        foreach (var (member, dashed, points) in lines)
            PlotCanvas.Line(plot, points, PlotColours.Of(member), dashed ? PlotCanvas.DashedWidth : 1.8f);
        return SvgFigure.Render(plot, Width, Height, id,
            $"{axis} by epoch, {lines.Count} curves; from {lines[0].Points[0].Y:g3} to {lines[0].Points[^1].Y:g3} for the first.");
    }

    private static List<Coordinates> Points(LearningCurve curve, Quantity quantity) =>
    [
        .. curve.Points.Select(point => (point.Epoch, Value: quantity.Value(point)))
            .Where(point => point.Value is { } value && double.IsFinite(value))
            .Select(point => new Coordinates(point.Epoch, point.Value!.Value)),
    ];

    private static (double Low, double High) Range(
        IEnumerable<(int Member, bool Dashed, List<Coordinates> Points)> lines, Func<Coordinates, double> of, double margin)
    {
        var values = lines.SelectMany(line => line.Points).Select(of).ToList();
        var (low, high) = (values.Min(), values.Max());
        var room = Math.Max(margin * (high - low), high == low ? 1e-3 : 0);
        return (low - room, high + room);
    }
}
