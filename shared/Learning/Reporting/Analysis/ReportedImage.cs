namespace Lesion.Learning.Reporting;

/// <summary>A held-out image that a report shows.</summary>
public sealed record ReportedImage
{
    public required string ImageId { get; init; }

    /// <summary>The true class.</summary>
    public required string Label { get; init; }

    /// <summary>The class that the model decides for.</summary>
    public required string Decided { get; init; }

    /// <summary>Whether it is referred to a person.</summary>
    public bool Referred { get; init; }

    /// <summary>In the order of the classes.</summary>
    public required double[] Probabilities { get; init; }

    /// <summary>What each member of the ensemble says of the class decided for; none for a single network.</summary>
    public IReadOnlyList<double> Members { get; init; } = [];
}
