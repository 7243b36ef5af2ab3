using Lesion.Gateway;
using Lesion.Inference;
using Lesion.Ingestion;
using Lesion.Preprocessing;
using Lesion.ServiceDefaults;
using Lesion.ServiceDefaults.Bus;
using Lesion.Standalone.CommandLine;
using Lesion.Storage;
using Lesion.Training;
using Microsoft.Extensions.Options;

namespace Lesion.Standalone.Serving;

/// <summary>All five services in one process, on one bus, with one state folder.</summary>
internal sealed class LesionHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StateFolderLock _folder;

    private LesionHost(WebApplication app, StateFolderLock folder) => (_app, _folder) = (app, folder);

    /// <summary>Where it listens, such as <c>http://localhost:8080</c>.</summary>
    public string Address => _app.Urls.First().Replace("[::]", "localhost").Replace("0.0.0.0", "localhost").TrimEnd('/');

    public string DataFolder => Path.GetFullPath(Options.Data);

    public string InboxFolder => Path.Combine(Options.ObjectsFolder, Buckets.Inbox);

    public IObjectStore Store => _app.Services.GetRequiredService<IObjectStore>();

    private LesionOptions Options => _app.Services.GetRequiredService<IOptions<LesionOptions>>().Value;

    /// <exception cref="CommandFailedException">A setting is wrong, the address is taken, or the folder cannot be written.</exception>
    public static async Task<LesionHost> StartAsync(LesionHostSettings settings, CancellationToken cancellationToken)
    {
        WebApplication? app = null;
        StateFolderLock? folder = null;
        try
        {
            app = Build(settings);
            folder = StateFolderLock.Take(app.Services.GetRequiredService<IOptions<LesionOptions>>().Value.Data);
            await app.StartAsync(cancellationToken);
            return new LesionHost(app, folder);
        }
        catch (Exception exception) when (IsForeseen(exception))
        {
            if (app is not null)
                await app.DisposeAsync();
            folder?.Dispose();
            throw new CommandFailedException($"Lesion cannot start: {exception.Message}", exception);
        }
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Whether a start may fail so: its message is all that a person needs.</summary>
    public static bool IsForeseen(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or UnavailableException or InvalidDataException
            or OptionsValidationException;

    private static WebApplication Build(LesionHostSettings settings)
    {
        // Settings come from the environment and from beside the program, never from whatever folder it is started in.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(settings.Urls);
        if (settings.Data is not null)
        {
            builder.Configuration[$"{LesionOptions.Section}:{nameof(LesionOptions.Data)}"] = settings.Data;
        }

        if (settings.LogFile is not null)
        {
            builder.Logging.ClearProviders().AddProvider(new LogFile(settings.LogFile, TimeProvider.System));
        }

        // Why the host does not start is said by the exception; what ends it later is critical.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.AddServiceDefaults();
        builder.AddIngestion();
        builder.AddPreprocessing();
        builder.AddTraining();
        builder.AddInference();
        builder.AddGateway();
        builder.AddBus();

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapInference();
        app.MapGateway();
        return app;
    }
}
