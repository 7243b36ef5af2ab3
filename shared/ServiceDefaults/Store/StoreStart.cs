using Lesion.Storage;
using Lesion.Storage.S3;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lesion.ServiceDefaults.Store;

/// <summary>
/// Makes an S3 store ready before anything else starts. One that is away, or unfit, is tried again until it is not.
/// </summary>
internal sealed partial class StoreStart(
    IServiceProvider services,
    IOptions<LesionOptions> options,
    TimeProvider time,
    ILogger<StoreStart> logger) : BackgroundService
{
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    /// <summary>Why nothing can be entrusted to the store, yet; null once it is ready.</summary>
    public string? Fault { get; private set; } = "The store has not been asked yet.";

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // A folder says what is wrong with it when it is opened.
        if (options.Value.Storage.Settings is null)
            Fault = null;
        else
            await PrepareAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (Fault is not null)
        {
            await Task.Delay(RetryInterval, time, stoppingToken);
            await PrepareAsync(stoppingToken);
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (services.GetRequiredService<IObjectStore>() is S3ObjectStore store)
                await new S3Preparation(store).RunAsync(cancellationToken);
            Fault = null;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or StoreUnfitException)
        {
            if (Fault != exception.Message)
                LogNotReady(logger, exception.Message, RetryInterval);
            Fault = exception.Message;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Message} It is tried again every {Interval}.")]
    private static partial void LogNotReady(ILogger logger, string message, TimeSpan interval);
}
