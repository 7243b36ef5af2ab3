using Lesion.Contracts;
using Lesion.Evaluation.Datasets;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Projection;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;
using MassTransit;

namespace Lesion.Gateway.Trainings;

/// <summary>
/// From a request to <see cref="TrainModel"/>: the request's object first, then the frozen dataset, then the message. Each
/// step looks at what is there already, so that a request may be started again after any of them.
/// </summary>
internal sealed partial class TrainingStarter(
    IObjectStore store,
    CatalogWriter catalog,
    DatasetFreezer freezer,
    IBus bus,
    Announcer announcer,
    TimeProvider time,
    ILogger<TrainingStarter> logger)
{
    /// <summary>Writes the request's object; where one of that name is there already, that one counts.</summary>
    public async Task<TrainingRequest> AcceptAsync(
        string trainingId,
        RetrainRequested asked,
        CancellationToken cancellationToken)
    {
        var request = new TrainingRequest
        {
            TrainingId = trainingId,
            RequestedAt = time.GetUtcNow(),
            Preset = asked.Preset ?? TrainingRules.DefaultPreset,
            Recipe = asked.Recipe,
            Seed = asked.Seed ?? TrainingRules.DefaultSeed,
            BudgetMinutes = asked.BudgetMinutes,
            Positive = asked.Positive,
        };
        var key = Keys.TrainingRequest(trainingId);
        if (!await store.TryPutJsonAsync(Buckets.Models, key, request, new PutOptions().WithTrace(), cancellationToken))
        {
            request = await store.GetJsonAsync<TrainingRequest>(Buckets.Models, key, cancellationToken) ?? request;
        }

        await catalog.WriteAsync(rows => TrainingProjection.ApplyAsync(rows, request), cancellationToken);
        return request;
    }

    /// <summary>Has the training begun by a worker, unless it has begun or ended already.</summary>
    public async Task StartAsync(TrainingRequest request, CancellationToken cancellationToken)
    {
        var id = request.TrainingId;
        if (await ExistsAsync(Keys.TrainingOutcome(id), cancellationToken)
            || await ExistsAsync(Keys.TrainingHead(id), cancellationToken))
        {
            return;
        }

        if (await ExistsAsync(Keys.TrainingCancel(id), cancellationToken))
        {
            await EndCancelledAsync(id, cancellationToken);
            return;
        }

        using var span = GatewayTelemetry.StartTraining(id);
        try
        {
            var dataset = await freezer.FreezeAsync(request, cancellationToken);
            LogFrozen(logger, id, dataset.Key);
            await bus.Publish(new TrainModel { Request = request, Dataset = dataset }, cancellationToken);
        }
        catch (DatasetException exception)
        {
            LogImpossible(logger, id, exception.Message);
            await EndAsync(id, TrainingStatus.Failed, exception.Message, cancellationToken);
        }
    }

    /// <summary>Asks the workers to stop; a training that none has begun ends here.</summary>
    public async Task CancelAsync(string trainingId, CancellationToken cancellationToken)
    {
        await store.TryPutJsonAsync(
            Buckets.Models,
            Keys.TrainingCancel(trainingId),
            new TrainingCancellation { RequestedAt = time.GetUtcNow() },
            cancellationToken);
        if (!await ExistsAsync(Keys.TrainingHead(trainingId), cancellationToken))
        {
            await EndCancelledAsync(trainingId, cancellationToken);
        }
    }

    /// <summary>Writes the outcome unless there is one, and tells everybody what it is.</summary>
    public async Task EndAsync(
        string trainingId,
        TrainingStatus status,
        string message,
        CancellationToken cancellationToken)
    {
        var key = Keys.TrainingOutcome(trainingId);
        var outcome = new TrainingOutcome
        {
            TrainingId = trainingId,
            Status = status,
            EndedAt = time.GetUtcNow(),
            Message = message,
        };
        if (!await store.TryPutJsonAsync(Buckets.Models, key, outcome, cancellationToken))
        {
            outcome = await store.GetJsonAsync<TrainingOutcome>(Buckets.Models, key, cancellationToken) ?? outcome;
        }

        await announcer.AnnounceAsync(new TrainingEnded { Outcome = outcome });
    }

    private Task EndCancelledAsync(string trainingId, CancellationToken cancellationToken) =>
        EndAsync(trainingId, TrainingStatus.Cancelled, "Cancelled before it began.", cancellationToken);

    private async Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) =>
        await store.HeadAsync(Buckets.Models, key, cancellationToken) is not null;

    [LoggerMessage(LogLevel.Information, "Training {TrainingId} trains on '{Dataset}'.")]
    private static partial void LogFrozen(ILogger logger, string trainingId, string dataset);

    [LoggerMessage(LogLevel.Warning, "Training {TrainingId} cannot begin: {Reason}")]
    private static partial void LogImpossible(ILogger logger, string trainingId, string reason);
}
