using Lesion.Contracts;
using Lesion.Learning.Training;
using Lesion.Storage;
using Lesion.Training.Publishing;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Training.Slices;

/// <summary>
/// Does one slice of a training: takes the lease, goes on from the head's state, and leaves the next state and the message
/// of the next slice; or publishes the model. A slice that is done, or that another works on, is dropped.
/// </summary>
internal sealed partial class SliceRunner(
    IObjectStore store,
    TrainingHeads heads,
    TrainingOutcomes outcomes,
    SessionHolder sessions,
    ModelPublisher publisher,
    TrainingTelemetry telemetry,
    IOptions<TrainingOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<SliceRunner> logger)
{
    private const int WorkToStoring = 20;

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(2);

    private TimeSpan _lastStoring = TimeSpan.Zero;

    /// <exception cref="StoreUnavailableException">The store is away: the message is to be tried again.</exception>
    public async Task RunAsync(TrainSlice slice, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        if (await outcomes.ExistsAsync(slice.TrainingId, cancellationToken))
            return;
        using var lease = await heads.TryLeaseAsync(slice, cancellationToken);
        if (lease is null)
        {
            LogDropped(logger, slice.TrainingId, slice.Slice);
            return;
        }

        using var span = TrainingTelemetry.StartSlice(slice, await telemetry.TraceAsync(slice.TrainingId, cancellationToken));
        var began = time.GetTimestamp();
        var outcome = SliceOutcome.Interrupted;
        telemetry.BeginSlice();
        try
        {
            outcome = await RunAsync(slice, lease, bus, cancellationToken);
        }
        finally
        {
            telemetry.EndSlice(span, outcome, time.GetElapsedTime(began));
        }
    }

    private async Task<SliceOutcome> RunAsync(
        TrainSlice slice, TrainingLease lease, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        using var lost = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lost.Token);
        var keeping = lease.KeepAsync(lost, stop.Token);
        try
        {
            return await WorkAsync(lease, bus, either.Token);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            LogLost(logger, slice.TrainingId, slice.Slice);
            await sessions.ReleaseAsync();
            return SliceOutcome.Fenced;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            // No fault of the training: the message is tried again, from the state that was stored last.
            await sessions.ReleaseAsync();
            throw;
        }
        catch (Exception exception)
        {
            return await FailAsync(lease, exception, bus, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<SliceOutcome> WorkAsync(TrainingLease lease, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        var trainingId = lease.Head.TrainingId;
        var session = await sessions.TakeAsync(lease.Head, cancellationToken);
        if (!await StepAsync(session, lease.Head, bus, cancellationToken))
        {
            await outcomes.EndAsync(
                trainingId, TrainingStatus.Cancelled, null,
                $"Cancelled after {session.StepsDone} of {session.Steps} steps.", bus, cancellationToken);
            await sessions.ReleaseAsync();
            return SliceOutcome.Cancelled;
        }

        return session.IsComplete && !lifetime.ApplicationStopping.IsCancellationRequested
            ? await PublishAsync(session, lease, bus, cancellationToken)
            : await LeaveAsync(session, lease, bus, cancellationToken);
    }

    private async Task<SliceOutcome> PublishAsync(
        TrainingSession session, TrainingLease lease, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        using var span = TrainingTelemetry.StartPublication();
        var trainingId = lease.Head.TrainingId;
        var version = await publisher.PublishAsync(session, lease, bus, cancellationToken);
        if (version is not null)
        {
            await outcomes.EndAsync(
                trainingId, TrainingStatus.Completed, version, $"Published as version {version}.", bus, cancellationToken);
        }
        else
        {
            LogLost(logger, trainingId, lease.Head.Slice);
        }

        await sessions.ReleaseAsync();
        return version is null ? SliceOutcome.Fenced : SliceOutcome.Done;
    }

    /// <summary>Runs steps until the slice is over.</summary>
    /// <returns>False where somebody asked to cancel.</returns>
    private async Task<bool> StepAsync(
        TrainingSession session, TrainingHead head, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var told = began;
        var duration = TimeSpan.FromTicks(Math.Max(options.Value.SliceDuration.Ticks, WorkToStoring * _lastStoring.Ticks));
        for (var steps = 0; steps < options.Value.StepsASlice; steps++)
        {
            if (await outcomes.IsCancelledAsync(head.TrainingId, cancellationToken))
                return false;
            if (session.IsComplete
                || time.GetElapsedTime(began) >= duration
                || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                break;
            }

            var start = time.GetTimestamp();
            var done = await session.StepAsync(cancellationToken);
            telemetry.RecordStep(done, time.GetElapsedTime(start));
            if (steps > 0 && time.GetElapsedTime(told) < ProgressInterval && done.Figures.Count == 0)
                continue;
            told = time.GetTimestamp();
            await bus.Publish(Progress(head, done), cancellationToken);
        }

        return true;
    }

    /// <summary>Stores the state and hands the next slice to whoever is free.</summary>
    private async Task<SliceOutcome> LeaveAsync(
        TrainingSession session, TrainingLease lease, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        var (trainingId, former) = (lease.Head.TrainingId, lease.Head.StateKey);
        var next = lease.Head.Slice + 1;
        var key = Keys.TrainingState(trainingId, next, Guid.NewGuid());
        var began = time.GetTimestamp();
        await store.PutBytesAsync(Buckets.Models, key, session.Save(), cancellationToken: cancellationToken);
        _lastStoring = time.GetElapsedTime(began);
        if (!await lease.TryAdvanceAsync(key, cancellationToken))
        {
            LogLost(logger, trainingId, lease.Head.Slice);
            await store.DeleteAsync(Buckets.Models, key, cancellationToken);
            await sessions.ReleaseAsync();
            return SliceOutcome.Fenced;
        }

        sessions.Left(key);
        await bus.Publish(new TrainSlice { TrainingId = trainingId, Slice = next }, cancellationToken);
        if (former is not null)
            await store.DeleteAsync(Buckets.Models, former, cancellationToken);
        LogLeft(logger, trainingId, next, session.StepsDone, session.Steps);
        return SliceOutcome.Done;
    }

    private async Task<SliceOutcome> FailAsync(
        TrainingLease lease, Exception exception, IPublishEndpoint bus, CancellationToken cancellationToken)
    {
        var trainingId = lease.Head.TrainingId;
        await sessions.ReleaseAsync();
        if (!await lease.TryRenewAsync(cancellationToken))
        {
            LogLost(logger, trainingId, lease.Head.Slice);
            return SliceOutcome.Fenced;
        }

        LogFailed(logger, exception, trainingId);
        var message = exception is TrainingException or InvalidDataException
            ? exception.Message
            : $"The training broke off: {exception.Message} The worker's log has the details; train again once they are dealt with.";
        await outcomes.EndAsync(trainingId, TrainingStatus.Failed, null, message, bus, cancellationToken);
        return SliceOutcome.Failed;
    }

    private TrainingProgressed Progress(TrainingHead head, TrainingStepDone done) => new()
    {
        TrainingId = head.TrainingId,
        Slice = head.Slice,
        Phase = done.Phase,
        StepsDone = done.StepsDone,
        Steps = done.Steps,
        Message = done.Message,
        Figures = done.Figures,
        At = time.GetUtcNow(),
    };

    [LoggerMessage(LogLevel.Debug, "Training {TrainingId}: slice {Slice} is done or another worker's; dropped.")]
    private static partial void LogDropped(ILogger logger, string trainingId, int slice);

    [LoggerMessage(LogLevel.Warning, "Training {TrainingId}: another worker took slice {Slice} over; what was done here is dropped.")]
    private static partial void LogLost(ILogger logger, string trainingId, int slice);

    [LoggerMessage(LogLevel.Information, "Training {TrainingId}: slice {Slice} is next, {StepsDone} of {Steps} steps are done.")]
    private static partial void LogLeft(ILogger logger, string trainingId, int slice, int stepsDone, int steps);

    [LoggerMessage(LogLevel.Error, "Training {TrainingId} failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string trainingId);
}
