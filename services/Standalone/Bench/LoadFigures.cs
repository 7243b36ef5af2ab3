namespace Lesion.Standalone.Bench;

/// <summary>What came of a closed loop of requests.</summary>
internal sealed record LoadFigures
{
    public required int Concurrency { get; init; }

    /// <summary>Of the measurement.</summary>
    public required double Seconds { get; init; }

    /// <summary>Requests that were answered as they should within it.</summary>
    public required int Answered { get; init; }

    /// <summary>Answers that were none, by what was said.</summary>
    public required IReadOnlyDictionary<string, int> Failures { get; init; }

    /// <summary>Answers a second.</summary>
    public double Throughput => Answered / Seconds;

    /// <summary>Milliseconds from asking to the answer, by quantile: <c>p50</c>, <c>p90</c>, <c>p99</c>, <c>max</c>; empty where nothing was answered.</summary>
    public required IReadOnlyDictionary<string, double> LatencyMs { get; init; }

    /// <param name="latencies">Milliseconds, of those answered.</param>
    public static LoadFigures Of(int concurrency, TimeSpan duration, IReadOnlyCollection<double> latencies, IReadOnlyDictionary<string, int> failures)
    {
        double[] ordered = [.. latencies.Order()];
        return new LoadFigures
        {
            Concurrency = concurrency,
            Seconds = duration.TotalSeconds,
            Answered = ordered.Length,
            Failures = failures,
            LatencyMs = ordered.Length == 0
                ? new Dictionary<string, double>()
                : new Dictionary<string, double>
                {
                    ["p50"] = Quantile(0.5),
                    ["p90"] = Quantile(0.9),
                    ["p99"] = Quantile(0.99),
                    ["max"] = ordered[^1],
                },
        };

        // The smallest that at least such a share does not exceed.
        double Quantile(double share) => ordered[Math.Max(0, (int)Math.Ceiling(share * ordered.Length) - 1)];
    }
}
