namespace Lesion.Deployment.Tests.Observability.PromQl;

/// <summary>The functions of PromQL that are used here, and which labels are left after each.</summary>
internal static class Functions
{
    public static IReadOnlySet<string> Aggregations { get; } =
        new HashSet<string> { "sum", "avg", "min", "max", "count", "group", "quantile", "topk", "bottomk" };

    private static readonly HashSet<string> OfCounters = ["rate", "irate", "increase"];

    private static readonly HashSet<string> OfRanges =
        ["rate", "irate", "increase", "delta", "deriv", "changes", "avg_over_time", "min_over_time", "max_over_time", "last_over_time"];

    private static readonly HashSet<string> OfMoments =
        ["abs", "absent", "ceil", "clamp", "clamp_max", "clamp_min", "floor", "histogram_quantile", "round", "scalar", "sort", "sort_desc", "vector"];

    public static bool Exists(string name) => OfRanges.Contains(name) || OfMoments.Contains(name);

    /// <exception cref="BadQueryException">The arguments are not what the function takes.</exception>
    public static Shape Call(string name, IReadOnlyList<Shape> arguments)
    {
        var vector = arguments.FirstOrDefault(argument => !argument.IsScalar) ?? Shape.Scalar;
        if (vector.IsRange != OfRanges.Contains(name))
        {
            throw new BadQueryException(vector.IsRange ? $"{name}() takes no range" : $"{name}() takes a range, as x[5m]");
        }

        if (OfCounters.Contains(name) && !vector.IsCumulative)
        {
            throw new BadQueryException($"{name}() is of counters and histograms; this falls too");
        }

        return name switch
        {
            "histogram_quantile" when !vector.Labels.Contains("le") => throw new BadQueryException("histogram_quantile() of what has no 'le'"),
            "histogram_quantile" => vector.Instant(vector.Labels.Except(["le"])),
            "absent" => vector.Instant([]),
            "scalar" => Shape.Scalar,
            "vector" => new Shape(new HashSet<string>()),
            _ => vector.Instant(),
        };
    }
}
