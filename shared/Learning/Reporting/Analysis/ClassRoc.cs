using Lesion.Evaluation;

namespace Lesion.Learning.Reporting;

/// <summary>The ROC curve of one class against the rest, thinned to what can be seen.</summary>
public sealed record ClassRoc
{
    private const double Visible = 0.004;

    public required string Class { get; init; }

    /// <summary>From (0, 0) to (1, 1).</summary>
    public required IReadOnlyList<RocPoint> Points { get; init; }

    internal static ClassRoc Of(PredictionSet predictions, int index)
    {
        var corners = RocCurve.Of(predictions.Column(index), predictions.Is(index));
        var points = new List<RocPoint> { corners[0] };
        foreach (var point in corners.Skip(1).SkipLast(1))
        {
            if (Distance(points[^1], point) >= Visible)
                points.Add(point);
        }

        return new ClassRoc { Class = predictions.Classes[index], Points = [.. points, corners[^1]] };
    }

    private static double Distance(RocPoint a, RocPoint b) =>
        Math.Max(Math.Abs(a.FalsePositiveRate - b.FalsePositiveRate), Math.Abs(a.Sensitivity - b.Sensitivity));
}
