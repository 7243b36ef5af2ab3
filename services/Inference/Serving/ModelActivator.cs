using Lesion.Contracts;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Serving;

/// <summary>
/// Lets the version serve that the alias <c>champion</c> names. The alias in the store decides, not the message that told of
/// it, so that late, doubled and lost messages do no harm.
/// </summary>
internal sealed partial class ModelActivator(
    IObjectStore store,
    ModelLoader loader,
    ModelSlot slot,
    Announcer announcer,
    IOptions<InferenceOptions> options,
    TimeProvider time,
    ILogger<ModelActivator> logger) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly TaskCompletionSource _firstLook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ServingState _state = new(Looked: false, Champion: null, Error: null);

    public ServingState State => Volatile.Read(ref _state);

    /// <summary>Done once the champion's alias was read and, where it names a version, that was loaded or refused.</summary>
    public Task FirstLook => _firstLook.Task;

    /// <summary>Reads the alias, and swaps where another version should serve. A version that fails leaves the old one serving.</summary>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await LookAsync(cancellationToken);
            _firstLook.TrySetResult();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var alias = await store.GetJsonAsync<Promotion>(Buckets.Models, Keys.Alias("champion"), cancellationToken);
            await FollowAsync(alias?.Version, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            LogUnreadable(logger, exception);
            Volatile.Write(ref _state, new ServingState(Looked: true, Champion: null, $"{exception.Message} Promote a version again."));
        }
    }

    private async Task FollowAsync(int? champion, CancellationToken cancellationToken)
    {
        if (champion is not { } version || version == slot.Current?.Served.Version)
        {
            Volatile.Write(ref _state, new ServingState(Looked: true, champion, Error: null));
            return;
        }

        var error = await SwapAsync(version, cancellationToken);
        var told = State is { Champion: { } last, Error: { } lastError } && last == version && lastError == error;
        Volatile.Write(ref _state, new ServingState(Looked: true, version, error));
        if (!told)
        {
            var activated = new ModelActivated
            {
                Version = version,
                Instance = options.Value.Instance,
                At = time.GetUtcNow(),
                Error = error,
            };
            await announcer.AnnounceAsync(activated);
        }
    }

    private async Task<string?> SwapAsync(int version, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            var model = await loader.LoadAsync(version, cancellationToken);
            slot.Exchange(model);
            if (model.Device != options.Value.Device)
            {
                LogFellBack(logger, options.Value.Device, model.Device, SessionFactory.CudaProblem());
            }

            LogServes(logger, version, model.Device, time.GetElapsedTime(start).TotalMilliseconds);
            return null;
        }
        catch (ModelLoadException exception)
        {
            LogRefused(logger, exception, version, slot.Current?.Served.Version);
            return exception.Message;
        }
    }

    [LoggerMessage(LogLevel.Information, "Version {Version} serves on {Device}, {Milliseconds:f0} ms after it was asked for.")]
    private static partial void LogServes(ILogger logger, int version, InferenceDevice device, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "{Wanted} was asked for, and {Device} serves: {Problem}. Set Lesion:Inference:RequireGpu to refuse that.")]
    private static partial void LogFellBack(ILogger logger, InferenceDevice wanted, InferenceDevice device, string? problem);

    [LoggerMessage(LogLevel.Error, "The champion's alias cannot be read; what serves goes on serving. Promote a version again.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "Version {Version} is not served; version {Serving} goes on serving.")]
    private static partial void LogRefused(ILogger logger, Exception exception, int version, int? serving);
}
