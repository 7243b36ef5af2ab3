using System.Diagnostics.Metrics;
using Lesion.Contracts;
using Lesion.Inference.Batching;
using Lesion.Inference.Tests.Batching;
using Lesion.Inference.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

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

    [Theory]
    [InlineData("malignant", "malignant", "none")]
    [InlineData("refer", "refer", "uncertain", "uncertain")]
    [InlineData("refer", "refer", "unlikeTraining", "uncertain", "unlikeTraining")]
    public void An_answer_is_counted_by_its_decision_and_by_the_reason_that_weighs_most(
        string decision, string counted, string reason, params string[] reasons)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new InferenceMetrics(services.GetRequiredService<IMeterFactory>());
        var tags = new Dictionary<string, object?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "lesion.inference.decisions" && instrument.Meter.Scope == services.GetRequiredService<IMeterFactory>())
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, told, _) => tags = told.ToArray().ToDictionary());
        listener.Start();

        metrics.RecordAnswer(
            new Classification
            {
                ImageId = "",
                Label = "malignant",
                Decision = decision,
                Reasons = reasons,
                Probabilities = new Dictionary<string, double> { ["malignant"] = 0.9 },
                Model = new ServedModel { Name = "lesion", Version = 7 },
                Timings = new ClassificationTimings { QueueMs = 0, ComputeMs = 0, TotalMs = 0 },
            },
            "malignant");

        tags.ShouldBe(
            new Dictionary<string, object?> { ["lesion.decision"] = counted, ["lesion.reason"] = reason, ["lesion.model.version"] = 7 },
            ignoreOrder: true);
    }

    public void Dispose() => _folder.Dispose();
}
