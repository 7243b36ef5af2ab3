using Lesion.Deployment.Tests.Observability.Metrics;
using Lesion.Testing;

namespace Lesion.Deployment.Tests.Observability;

/// <summary>The broker's metrics are named by others: a real one is asked whether it has those that we go by.</summary>
public sealed class BrokerMetricsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_broker_has_the_metrics_that_are_listed_with_these_labels()
    {
        await using var host = await VirtualHost.CreateAsync();
        await host.PutAsync(
            $"queues/{host.Name}/images",
            new { durable = true, arguments = new Dictionary<string, string> { ["x-queue-type"] = "quorum" } },
            Cancellation);

        var told = await ToldOfAsync(host.Name);

        foreach (var metric in TelemetryDocument.Others.Where(metric => metric.Name.StartsWith("rabbitmq_", StringComparison.Ordinal)))
        {
            var line = told.FirstOrDefault(line => line.StartsWith(metric.Name + "{", StringComparison.Ordinal) || line.StartsWith(metric.Name + " ", StringComparison.Ordinal));
            line.ShouldNotBeNull(metric.Name);
            foreach (var label in metric.Labels.Keys.Except(["job", "instance"]))
                line.ShouldContain($"{label}=\"", customMessage: metric.Name);
        }
    }

    /// <summary>All that Prometheus is told, once it is told of the queue, which takes the broker a moment.</summary>
    private static async Task<IReadOnlyList<string>> ToldOfAsync(string host)
    {
        using var client = new HttpClient { BaseAddress = RealServers.BusMetrics };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var queues = await client.GetStringAsync(PrometheusConfig.Request(PrometheusConfig.Job("rabbitmq-queues")), patience.Token);
            if (queues.Contains($"vhost=\"{host}\""))
            {
                var node = await client.GetStringAsync(PrometheusConfig.Request(PrometheusConfig.Job("rabbitmq")), patience.Token);
                return [.. queues.Split('\n'), .. node.Split('\n')];
            }

            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
