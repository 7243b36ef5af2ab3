using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Lesion.ServiceDefaults.Tests;

public sealed class HealthLogTests
{
    private readonly Lines _lines = [];
    private readonly HealthLog _log;

    public HealthLogTests() => _log = new HealthLog(_lines);

    [Fact]
    public async Task An_outage_is_said_once_and_its_end_once()
    {
        var away = new Dictionary<string, HealthStatus> { ["store"] = HealthStatus.Unhealthy, ["bus"] = HealthStatus.Healthy };
        await PublishAsync(away);
        await PublishAsync(away);
        away["bus"] = HealthStatus.Unhealthy;
        await PublishAsync(away);
        away["store"] = HealthStatus.Healthy;
        await PublishAsync(away);
        await PublishAsync(away);

        _lines.ShouldBe(["'store' is Unhealthy: store is so", "'bus' is Unhealthy: bus is so", "'store' is healthy again."]);
    }

    [Fact]
    public async Task What_is_healthy_from_the_start_is_not_mentioned()
    {
        await PublishAsync(new() { ["store"] = HealthStatus.Healthy });
        _lines.ShouldBeEmpty();
    }

    private Task PublishAsync(Dictionary<string, HealthStatus> statuses) => _log.PublishAsync(
        new HealthReport(
            statuses.ToDictionary(
                check => check.Key,
                check => new HealthReportEntry(check.Value, $"{check.Key} is so", TimeSpan.Zero, exception: null, data: null)),
            TimeSpan.Zero),
        TestContext.Current.CancellationToken);

    private sealed class Lines : List<string>, ILogger<HealthLog>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add(formatter(state, exception));
    }
}
