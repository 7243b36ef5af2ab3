using System.Diagnostics;
using Lesion.ServiceDefaults.Telemetry;
using OpenTelemetry.Trace;

namespace Lesion.ServiceDefaults.Tests.Telemetry;

public sealed class RootSamplerTests
{
    [Theory]
    [InlineData(ActivityKind.Client, SamplingDecision.Drop)]
    [InlineData(ActivityKind.Server, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Consumer, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityKind.Internal, SamplingDecision.RecordAndSample)]
    public void What_is_asked_of_others_begins_no_trace(ActivityKind kind, SamplingDecision decision) =>
        Sample(1, kind).ShouldBe(decision);

    [Fact]
    public void A_share_of_the_traces_may_be_none() =>
        Sample(0, ActivityKind.Server).ShouldBe(SamplingDecision.Drop);

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityTraceFlags.None, SamplingDecision.Drop)]
    public void What_is_linked_with_a_trace_is_recorded_where_that_is(ActivityTraceFlags flags, SamplingDecision decision)
    {
        var linked = new ActivityLink(new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags));

        Sample(0.5, ActivityKind.Internal, linked).ShouldBe(decision);
    }

    private static SamplingDecision Sample(double ratio, ActivityKind kind, params ActivityLink[] links) =>
        new RootSampler(ratio)
            .ShouldSample(new SamplingParameters(default, ActivityTraceId.CreateRandom(), "span", kind, null, links))
            .Decision;
}
