using System.Diagnostics;
using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;
using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;

namespace Lesion.Inference.Serving;

/// <summary>
/// Lets the versions serve that the aliases <c>champion</c> and <c>challenger</c> name. The aliases in the store decide, not
/// the message that told of them, so that late, doubled and lost messages do no harm.
/// </summary>
internal sealed partial class ModelActivator(
    IObjectStore store,
    ModelLoader loader,
    ServingModels models,
    Announcer announcer,
    IOptions<InferenceOptions> options,
    TimeProvider time,
    ILogger<ModelActivator> logger) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly TaskCompletionSource _firstLook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ServingState _champion = ServingState.Unknown;
    private ServingState _challenger = ServingState.Unknown;

    /// <summary>Of the champion.</summary>
    public ServingState State => Volatile.Read(ref _champion);

    /// <summary>Done once the champion's alias was read and, where it names a version, that was loaded or refused.</summary>
    public Task FirstLook => _firstLook.Task;

    /// <summary>Reads the aliases, and swaps where another version should serve. A version that fails leaves the old one serving.</summary>
    /// <returns>How many aliases serve another version than before.</returns>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    public async Task<int> RefreshAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var (champion, challenger) = (VersionOf(ModelTarget.Champion), VersionOf(ModelTarget.Challenger));
            Volatile.Write(ref _champion, await LookAsync(ModelTarget.Champion, _champion, cancellationToken));
            _firstLook.TrySetResult();
            await WarmAsync(ModelTarget.Champion);
            _challenger = await LookAsync(ModelTarget.Challenger, _challenger, cancellationToken);
            await WarmAsync(ModelTarget.Challenger);
            return Convert.ToInt32(VersionOf(ModelTarget.Champion) != champion)
                + Convert.ToInt32(VersionOf(ModelTarget.Challenger) != challenger);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private int? VersionOf(ModelTarget alias) => models.Find(alias)?.Served.Version;

    private async Task<ServingState> LookAsync(ModelTarget alias, ServingState last, CancellationToken cancellationToken)
    {
        try
        {
            var promotion = await store.GetJsonAsync<Promotion>(Buckets.Models, Keys.Alias(alias.ToString()), cancellationToken);
            return await FollowAsync(alias, promotion?.Version, last, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            LogUnreadable(logger, exception, alias.ToString());
            return new ServingState(Looked: true, Version: null, $"{exception.Message} Promote a version again.");
        }
    }

    private async Task<ServingState> FollowAsync(
        ModelTarget alias, int? named, ServingState last, CancellationToken cancellationToken)
    {
        if (named is not { } version)
        {
            // A champion goes only for another; a challenger may just go.
            if (alias == ModelTarget.Challenger)
            {
                models.Serve(alias, null);
            }

            return new ServingState(Looked: true, named, Error: null);
        }

        if (version == models.Find(alias)?.Served.Version)
        {
            return new ServingState(Looked: true, named, Error: null);
        }

        var promotion = await store.GetTraceAsync(Buckets.Models, Keys.Alias(alias.ToString()), cancellationToken);
        using var span = InferenceSpans.StartActivation(version, alias, promotion, isFirst: !last.Looked);
        var state = new ServingState(Looked: true, version, await SwapAsync(alias, version, cancellationToken));
        if (state != last || state.Error is null)
        {
            await announcer.AnnounceAsync(new ModelActivated
            {
                Version = version,
                Alias = alias.ToString(),
                Instance = options.Value.Instance,
                At = time.GetUtcNow(),
                Error = state.Error,
            });
        }

        return state;
    }

    private async Task<string?> SwapAsync(ModelTarget alias, int version, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            if (!models.TryServe(alias, version))
            {
                models.Serve(alias, await loader.LoadAsync(version, cancellationToken));
            }
        }
        catch (ModelLoadException exception)
        {
            InferenceSpans.Fail(Activity.Current, exception);
            LogRefused(logger, exception, version, alias.ToString(), models.Find(alias)?.Served.Version);
            return exception.Message;
        }

        var device = models.Find(alias)?.Device ?? options.Value.Device;
        if (device != options.Value.Device)
        {
            LogFellBack(logger, options.Value.Device, device, SessionFactory.CudaProblem());
        }

        LogServes(logger, version, alias.ToString(), device, time.GetElapsedTime(start).TotalMilliseconds);
        return null;
    }

    /// <summary>Runs the sizes of batches that were not run yet; until then batches are no larger than what was.</summary>
    private async Task WarmAsync(ModelTarget alias)
    {
        using var lease = models.TryLease(alias);
        try
        {
            if (lease is not null && !lease.Model.IsWarm)
            {
                await Task.Run(lease.Model.WarmUp);

                // What loading took: the bytes of the file, and what the runtime had in its hands.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                NativeMemory.GiveBack();
            }
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or InvalidOutputException)
        {
            LogNotWarm(logger, exception, lease!.Model.Served.Version, lease.Model.WarmRows);
        }
    }

    [LoggerMessage(LogLevel.Error, "Version {Version} cannot run larger batches than {Rows} rows; it serves with these. Lower Lesion:Inference:MaxBatchSize.")]
    private static partial void LogNotWarm(ILogger logger, Exception exception, int version, int rows);

    [LoggerMessage(LogLevel.Information, "Version {Version} serves as {Alias} on {Device}, {Milliseconds:f0} ms after it was asked for.")]
    private static partial void LogServes(ILogger logger, int version, string alias, InferenceDevice device, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "{Wanted} was asked for, and {Device} serves: {Problem}. Set Lesion:Inference:RequireGpu to refuse that.")]
    private static partial void LogFellBack(ILogger logger, InferenceDevice wanted, InferenceDevice device, string? problem);

    [LoggerMessage(LogLevel.Error, "The alias {Alias} cannot be read; what serves goes on serving. Promote a version again.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string alias);

    [LoggerMessage(LogLevel.Error, "Version {Version} is not served as {Alias}; version {Serving} goes on serving.")]
    private static partial void LogRefused(ILogger logger, Exception exception, int version, string alias, int? serving);
}
