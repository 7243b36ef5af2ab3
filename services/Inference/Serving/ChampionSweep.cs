using Lesion.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Serving;

/// <summary>Loads the champion at start, and heals promotions whose message was lost.</summary>
internal sealed class ChampionSweep(
    ModelActivator activator,
    IOptions<InferenceOptions> options,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<ChampionSweep> logger) : PeriodicSweep(options.Value.SweepInterval, time, lifetime, logger)
{
    protected override Task SweepAsync(CancellationToken stoppingToken) => activator.RefreshAsync(stoppingToken);
}
