namespace Lesion.Deployment.Tests.Observability.PromQl;

/// <summary>What is known of a query's result before it is asked.</summary>
/// <param name="Labels">Those that a series of it may have.</param>
internal sealed record Shape(IReadOnlySet<string> Labels)
{
    public static Shape Scalar { get; } = new(new HashSet<string>()) { IsScalar = true };

    public bool IsScalar { get; private init; }

    /// <summary>Counters and parts of histograms as they are, which only rise.</summary>
    public bool IsCumulative { get; init; }

    /// <summary>Of each series all that it had over a while, as in <c>x[5m]</c>.</summary>
    public bool IsRange { get; init; }

    /// <summary>The result of an operation on this: values of a moment that may fall.</summary>
    public Shape Instant(IEnumerable<string>? labels = null) => IsScalar ? Scalar : new Shape(labels?.ToHashSet() ?? Labels);
}
