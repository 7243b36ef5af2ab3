using System.Text.Json;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Promotions;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Telemetry;
using Lesion.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Lesion.Gateway.Sweep;

/// <summary>
/// Brings the catalog up to what the object store holds, then takes up again what was under way: requests that no worker
/// has begun, versions that were never weighed.
/// </summary>
internal sealed partial class CatalogSweep(
    CatalogReconciler reconciler,
    IObjectStore store,
    CatalogSchema schema,
    IDbContextFactory<CatalogContext> contexts,
    Promoter promoter,
    VersionRetention retention,
    IBus bus,
    IOptions<GatewayOptions> options,
    SweepMetrics metrics,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<CatalogSweep> logger)
    : PeriodicSweep(options.Value.SweepInterval, metrics, time, lifetime, logger)
{
    protected override async Task SweepAsync(CancellationToken stoppingToken)
    {
        await schema.Migrated.WaitAsync(stoppingToken);
        Healed(await reconciler.RunAsync(stoppingToken));
        await RequestAgainAsync(stoppingToken);
        await WeighAsync(stoppingToken);
        Healed(await promoter.HealAsync(stoppingToken));
        await retention.RunAsync(stoppingToken);
    }

    private async Task RequestAgainAsync(CancellationToken stoppingToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(stoppingToken);
        var waiting = await catalog.Trainings.AsNoTracking()
            .Where(training => training.Status == TrainingStatus.Requested && training.Preset != null)
            .OrderBy(training => training.RequestedAt)
            .ToListAsync(stoppingToken);
        foreach (var training in waiting)
        {
            var trace = await store.GetTraceAsync(Buckets.Models, Keys.TrainingRequest(training.Id), stoppingToken);
            using var span = GatewayTelemetry.StartHealing("training request", trace);
            await bus.Publish(AsAsked(training), stoppingToken);
            Healed();
        }
    }

    private async Task WeighAsync(CancellationToken stoppingToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(stoppingToken);
        var unweighed = await catalog.Models.AsNoTracking()
            .Where(model => !catalog.Promotions.Any(decision =>
                decision.Version == model.Version && decision.By == Promoter.Rule))
            .OrderBy(model => model.Version)
            .ToListAsync(stoppingToken);
        foreach (var model in unweighed)
        {
            try
            {
                var trace = await store.GetTraceAsync(Buckets.Models, Keys.ModelManifest(model.Version), stoppingToken);
                using var span = GatewayTelemetry.StartHealing("version", trace);
                await promoter.WeighAsync(
                    JsonSerializer.Deserialize<ModelManifest>(model.Json, LesionJson.Options)!,
                    stoppingToken);
                Healed();
            }
            catch (InvalidDataException exception)
            {
                LogNotWeighed(logger, exception, model.Version);
            }
        }
    }

    private static RetrainRequested AsAsked(TrainingRow training) => new()
    {
        TrainingId = training.Id,
        Preset = training.Preset,
        Recipe = training.Recipe is { } recipe ? JsonElement.Parse(recipe) : null,
        Seed = training.Seed,
        BudgetMinutes = training.BudgetMinutes,
        Positive = training.Positive,
    };

    [LoggerMessage(LogLevel.Error, "Version {Version} cannot be weighed and stays what it is; put back what is missing, or promote it by hand.")]
    private static partial void LogNotWeighed(ILogger logger, Exception exception, int version);
}
