namespace Lesion.Standalone.Demo.Reporting;

/// <summary>Seconds.</summary>
internal sealed record DemoTimings
{
    /// <summary>From the first drop until every file is accounted for and prepared.</summary>
    public required double Preparation { get; init; }

    /// <summary>From the request to train until the version is published.</summary>
    public required double Training { get; init; }

    /// <summary>From the publication until the version serves.</summary>
    public required double Swap { get; init; }

    public required double Total { get; init; }
}
