using System.Diagnostics;
using Lesion.Contracts;
using Lesion.Gateway.Http;
using Lesion.Standalone.CommandLine;
using Lesion.Standalone.Demo.Dropping;
using Lesion.Standalone.Demo.Reporting;
using Lesion.Standalone.Serving;
using Lesion.Standalone.Terminal;

namespace Lesion.Standalone.Demo;

/// <summary>The main job, step by step, through the doors that everybody has: the inbox's folder and HTTP.</summary>
internal sealed class DemoRun(LesionHost host, DemoClient api, DemoFolder folder, IStageBoard board)
{
    /// <summary>A label sheet may speak of none of the images: it is not waited for without end.</summary>
    private const int LooksForSheet = 20;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <exception cref="CommandFailedException">The training failed, or its model does not serve.</exception>
    public async Task<DemoReport> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var files = options.Images is null ? Paint(options.Painted, cancellationToken) : OwnImages.Find(options.Images);

        var dropStart = Stopwatch.GetTimestamp();
        var dropped = Drop(files);
        var intake = await PrepareAsync(dropped, cancellationToken);
        var preparation = Stopwatch.GetElapsedTime(dropStart);

        var trainingStart = Stopwatch.GetTimestamp();
        var version = await TrainAsync(options.Positive, cancellationToken);
        var training = Stopwatch.GetElapsedTime(trainingStart);

        var swapStart = Stopwatch.GetTimestamp();
        var model = await ServeAsync(version, cancellationToken);
        var swap = Stopwatch.GetElapsedTime(swapStart);
        return new DemoReport
        {
            Dropped = dropped.Count,
            Rejected = intake.Rejected,
            Images = intake.Images,
            Prepared = intake.Prepared,
            Model = new DemoModel
            {
                Version = version,
                HeldOutSplit = model.Manifest.HeldOutSplit,
                HeldOut = model.Manifest.HeldOut,
                Promotion = model.Promotions.FirstOrDefault(decision => decision.Promoted)?.Reason,
            },
            Classifications = await new HeldOutSample(host, api, dropped).ClassifyAsync(version, board, cancellationToken),
            Timings = new DemoTimings
            {
                Preparation = preparation.TotalSeconds,
                Training = training.TotalSeconds,
                Swap = swap.TotalSeconds,
                Total = Stopwatch.GetElapsedTime(start).TotalSeconds,
            },
            Data = folder.State,
            Address = host.Address,
        };
    }

    private IReadOnlyList<(string Path, string Key)> Paint(int count, CancellationToken cancellationToken)
    {
        var stage = board.Begin("Painting");
        var files = PaintedImages.Paint(folder.Painted, count, done => stage.Report(done, count), cancellationToken);
        stage.Complete($"{files.Count} pictures");
        return files;
    }

    private IReadOnlyList<DroppedFile> Drop(IReadOnlyList<(string Path, string Key)> files)
    {
        var stage = board.Begin("Dropping");
        var dropped = InboxDrop.Drop(files, host.InboxFolder, folder.Outbox, done => stage.Report(done, files.Count));
        stage.Complete($"{dropped.Count} files into the inbox");
        return dropped;
    }

    private async Task<IntakeCount> PrepareAsync(IReadOnlyList<DroppedFile> dropped, CancellationToken cancellationToken)
    {
        var stage = board.Begin("Preparing");
        var looksForSheet = LooksForSheet;
        using var timer = new PeriodicTimer(BetweenLooks);
        while (true)
        {
            var count = await IntakeCount.TakeAsync(api, dropped, cancellationToken);
            if (count.Pending == 0 && (!count.AwaitsSheet || looksForSheet-- == 0))
            {
                stage.Complete($"{count.Prepared} images prepared, {count.Rejected} files rejected");
                return count;
            }

            stage.Report(dropped.Count - count.Pending, dropped.Count);
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private async Task<int> TrainAsync(string? positive, CancellationToken cancellationToken)
    {
        var stage = board.Begin("Training");
        var training = await api.TrainAsync(new TrainingOrder { Positive = positive }, cancellationToken);
        var outcome = await api.FollowAsync(
            training.Id,
            progress => stage.Report(progress.StepsDone, progress.Steps, progress.Message),
            cancellationToken);
        if (outcome is not { Status: TrainingStatus.Completed, Version: { } version })
        {
            throw new CommandFailedException($"The training ended as {outcome.Status}: {outcome.Message}");
        }

        stage.Complete($"version {version}");
        return version;
    }

    /// <summary>Waits until an inference instance says that it serves the version, or that it cannot.</summary>
    private async Task<ModelDetails> ServeAsync(int version, CancellationToken cancellationToken)
    {
        var stage = board.Begin("Swapping");
        using var timer = new PeriodicTimer(BetweenLooks / 10);
        while (true)
        {
            if (await api.FindModelAsync(version, cancellationToken) is { } model)
            {
                if (model.Promotions is [{ Promoted: false } decision, ..])
                {
                    throw new CommandFailedException($"Version {version} was not promoted: {decision.Reason}");
                }

                if (model.Activations is [{ Error: { } error }, ..])
                {
                    throw new CommandFailedException($"Version {version} does not serve: {error}");
                }

                if (model.IsChampion && model.Activations.Count > 0)
                {
                    stage.Complete($"version {version} serves");
                    return model;
                }
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
