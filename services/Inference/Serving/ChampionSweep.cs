using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Serving;

/// <summary>Loads the champion at start, and heals promotions whose message was lost.</summary>
internal sealed class ChampionSweep(
    ModelActivator activator,
    IOptions<InferenceOptions> options,
    SweepMetrics metrics,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<ChampionSweep> logger) : PeriodicSweep(options.Value.SweepInterval, metrics, time, lifetime, logger)
{
    protected override async Task SweepAsync(CancellationToken stoppingToken) => Healed(await activator.RefreshAsync(stoppingToken));
}
