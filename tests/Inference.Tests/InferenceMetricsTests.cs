using System.Diagnostics.Metrics;
using Lesion.Inference.Batching;
using Lesion.Inference.Tests.Batching;
using Lesion.Inference.Tests.Hosting;

namespace Lesion.Inference.Tests;

public sealed class InferenceMetricsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("lesion.inference.request.duration", "answered")]
    [InlineData("lesion.inference.queue.duration", null)]
    [InlineData("lesion.inference.compute.duration", null)]
    [InlineData("lesion.inference.swap.duration", "loaded")]
    public async Task Each_step_to_an_answer_is_measured_once(string instrument, string? outcome)
    {
        await using var host = await InferenceHost.StartAsync(_folder);
        using var durations = new Measurements<double>(host.Get<IMeterFactory>(), instrument);
        await host.PublishAsync(1, new TinyModel());
        await host.PromoteAsync(1);

        await host.ClassifyAsync(Pictures.Png(1));

        durations.Outcomes.ShouldBe([outcome]);
    }

    [Fact]
    public async Task The_queues_length_is_told_by_priority()
    {
        await using var rig = new BatchingRig(new InferenceOptions());
        using var length = rig.Measure("lesion.inference.queue.length");
        Task[] queued =
        [
            rig.AskAsync(1), rig.AskAsync(2), rig.AskAsync(rig.Request(3) with { Priority = RequestPriority.Bulk }),
        ];

        length.Observe().ShouldBe([2, 1]);

        await rig.StartAsync();
        await Task.WhenAll(queued);
        length.Observe().ShouldBe([0, 0]);
    }

    public void Dispose() => _folder.Dispose();
}
