using Lesion.ServiceDefaults.Telemetry;
using Lesion.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lesion.ServiceDefaults;

/// <summary>
/// Heals what a lost message or a killed process left undone: once after the application has started, the bus with it, and
/// then at an interval. A sweep that fails is logged and tried again at the next; that something is away is said once.
/// </summary>
public abstract partial class PeriodicSweep(
    TimeSpan interval,
    SweepMetrics metrics,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger logger) : BackgroundService
{
    /// <summary>As its measurements call it: its type's name without the end.</summary>
    private string Name => field ??= GetType().Name.Replace("Sweep", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>One sweep. Must be idempotent, and must stop soon after <paramref name="stoppingToken"/> is cancelled.</summary>
    protected abstract Task SweepAsync(CancellationToken stoppingToken);

    /// <summary>Counts what the sweep found undone and did, or had done.</summary>
    protected void Healed(long items = 1) => metrics.RecordHealed(Name, items);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // With the application: the bus, which sweeps publish by, is stopped before this service is.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        await ExecuteUntilAsync(stopping.Token);
    }

    private async Task ExecuteUntilAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ApplicationStartedAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application never started, and has said why.
            return;
        }

        using var timer = new PeriodicTimer(interval, time);
        var isAway = false;
        do
        {
            try
            {
                await MeasuredSweepAsync(stoppingToken);
                isAway = false;
            }
            catch (UnavailableException exception)
            {
                if (!isAway)
                    LogAway(logger, GetType().Name, interval, exception.Message);
                isAway = true;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, exception, GetType().Name, interval);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task MeasuredSweepAsync(CancellationToken stoppingToken)
    {
        var start = time.GetTimestamp();
        var isDone = false;
        try
        {
            await SweepAsync(stoppingToken);
            isDone = true;
        }
        finally
        {
            if (!stoppingToken.IsCancellationRequested)
                metrics.RecordSweep(Name, time.GetElapsedTime(start), isDone);
        }
    }

    private async Task ApplicationStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    [LoggerMessage(LogLevel.Warning, "{Sweep} waits, and is tried every {Interval}: {Reason}")]
    private static partial void LogAway(ILogger logger, string sweep, TimeSpan interval, string reason);

    [LoggerMessage(LogLevel.Error, "{Sweep} failed; it runs again in {Interval}.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string sweep, TimeSpan interval);
}
