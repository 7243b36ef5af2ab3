namespace Lesion.Deployment.Tests.Observability.Metrics;

/// <summary>What Prometheus has under one name.</summary>
/// <param name="Labels">Each with the values that it may have; none where any may come.</param>
/// <param name="IsCumulative">It only rises, so that its rate means something and its value means little.</param>
internal sealed record Metric(string Name, IReadOnlyDictionary<string, IReadOnlySet<string>> Labels, bool IsCumulative);
