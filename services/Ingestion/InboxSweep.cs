using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Telemetry;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Ingestion;

/// <summary>
/// Takes in what no message led to: files put in by hand, and at the start what was under way when the process ended.
/// </summary>
internal sealed class InboxSweep(
    Inbox inbox,
    IBus bus,
    IOptions<IngestionOptions> options,
    SweepMetrics metrics,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<InboxSweep> logger) : PeriodicSweep(options.Value.SweepInterval, metrics, time, lifetime, logger)
{
    protected override async Task SweepAsync(CancellationToken stoppingToken) => Healed(await inbox.SweepAsync(bus, stoppingToken));
}
