using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Lesion.ServiceDefaults.Telemetry;

/// <summary>
/// Which spans without a parent begin a trace. A request to a store, a database or another service does not: what sweeps and
/// probes ask for every few seconds, and find nothing to do, is in no trace. What stands for several traces is recorded with them.
/// </summary>
/// <param name="ratio">The share of traces that are recorded.</param>
internal sealed class RootSampler(double ratio) : Sampler
{
    private readonly TraceIdRatioBasedSampler _ratio = new(ratio);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (samplingParameters.Kind == ActivityKind.Client)
            return new SamplingResult(SamplingDecision.Drop);
        return samplingParameters.Links?.ToList() is { Count: > 0 } links
            ? new SamplingResult(links.Exists(link => link.Context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)))
            : _ratio.ShouldSample(samplingParameters);
    }
}
