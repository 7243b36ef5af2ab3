namespace Lesion.Learning.Reporting;

/// <summary>How one member of a training went through one of its phases.</summary>
public sealed record LearningCurve
{
    /// <summary>The phase's name, such as <c>Probe</c> or <c>Train layer3</c>. Curves of one phase share a plot.</summary>
    public required string Phase { get; init; }

    /// <summary>What it was trained on, such as <c>without fold 2</c> or <c>all images</c>.</summary>
    public required string Member { get; init; }

    /// <summary>In the order of their epochs.</summary>
    public required IReadOnlyList<LearningPoint> Points { get; init; }

    /// <summary>
    /// The same without the figures on images kept out that are of another number of rows than the first point's: more rows
    /// alone make them better.
    /// </summary>
    internal LearningCurve Comparable() => this with
    {
        Points = [.. Points.Select(point => point.Rows == Points[0].Rows ? point : point with { OutOfFoldLoss = null, OutOfFoldAuc = null })],
    };
}
