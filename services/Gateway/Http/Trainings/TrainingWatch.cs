using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Trainings;
using Lesion.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Lesion.Gateway.Http;

/// <summary>
/// Follows a training: what its slices said, from the first, then how it ended. It reads the catalog, so that it does not
/// matter which gateway's consumer heard of it; a signal in this process only saves the wait. It ends early where this process
/// does; a client comes back with the last slice that it has seen, and is told the rest by another gateway.
/// </summary>
internal sealed class TrainingWatch(
    IDbContextFactory<CatalogContext> contexts,
    TrainingSignals signals,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    IOptions<GatewayOptions> options)
{
    private const string Progressed = "progress";
    private const string Ended = "ended";

    /// <param name="trainingId">A training that is known.</param>
    /// <param name="lastSlice">The last that the client has seen; -1 for none.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync(
        string trainingId,
        int lastSlice,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        while (true)
        {
            var change = signals.NextChange(trainingId);
            var (training, news) = await ReadAsync(trainingId, lastSlice, cancellationToken);
            foreach (var progress in news)
            {
                lastSlice = progress.Slice;
                yield return new SseItem<string>(progress.Json, Progressed) { EventId = $"{progress.Slice}" };
            }

            if (training.EndedAt is not null)
            {
                yield return new SseItem<string>(OutcomeJson(training), Ended);
                yield break;
            }

            await Task.WhenAny(change, Task.Delay(options.Value.WatchInterval, time, ends.Token));
            cancellationToken.ThrowIfCancellationRequested();
            if (ends.IsCancellationRequested)
            {
                yield break;
            }
        }
    }

    /// <summary>The training first, so that one that has ended has all its progress behind it.</summary>
    private async Task<(TrainingRow Training, List<ProgressRow> News)> ReadAsync(
        string trainingId,
        int lastSlice,
        CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var training = await catalog.Trainings.AsNoTracking().SingleAsync(row => row.Id == trainingId, cancellationToken);
        var news = await catalog.Progress.AsNoTracking()
            .Where(row => row.TrainingId == trainingId && row.Slice > lastSlice)
            .OrderBy(row => row.Slice)
            .ToListAsync(cancellationToken);
        return (training, news);
    }

    private static string OutcomeJson(TrainingRow training) => JsonSerializer.Serialize(
        new TrainingOutcome
        {
            TrainingId = training.Id,
            Status = training.Status,
            EndedAt = training.EndedAt!.Value,
            Version = training.Version,
            Message = training.Message,
        },
        LesionJson.Options);
}
