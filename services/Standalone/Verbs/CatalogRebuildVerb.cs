using Lesion.Gateway;
using Lesion.ServiceDefaults;
using Lesion.Standalone.CommandLine;
using Lesion.Standalone.Serving;
using Lesion.Standalone.Terminal;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Lesion.Standalone.Verbs;

/// <summary><c>lesion catalog rebuild</c>: on the state folder, or on whatever store and database the environment names.</summary>
internal static class CatalogRebuildVerb
{
    /// <param name="data">The state folder; null leaves it to the configuration.</param>
    /// <param name="cancellationToken">Ends it; the next sweep of a gateway, or the next rebuild, makes up for the rest.</param>
    /// <exception cref="CommandFailedException">A server has the folder, or the store or database is away.</exception>
    public static async Task<int> RunAsync(DirectoryInfo? data, CancellationToken cancellationToken)
    {
        try
        {
            var read = await new Screen().ShowAsync(board => RebuildAsync(data, board, cancellationToken));
            Console.WriteLine($"The catalog was made anew from {read:N0} objects.");
            return ExitCode.Done;
        }
        catch (Exception exception) when (LesionHost.IsForeseen(exception))
        {
            throw new CommandFailedException($"The catalog cannot be rebuilt: {exception.Message}", exception);
        }
    }

    private static async Task<int> RebuildAsync(DirectoryInfo? data, IStageBoard board, CancellationToken cancellationToken)
    {
        var progress = new RebuildProgress(board);
        using var host = Build(data, progress);
        var options = host.Services.GetRequiredService<IOptions<LesionOptions>>().Value;
        using var folder = IsEmbedded(options) ? TakeFolder(options) : null;
        await host.Services.RebuildCatalogAsync(cancellationToken);
        return progress.Complete();
    }

    private static IHost Build(DirectoryInfo? data, IProgress<string> progress)
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        if (data is not null)
        {
            builder.Configuration.AddInMemoryCollection(
                [new($"{LesionOptions.Section}:{nameof(LesionOptions.Data)}", data.FullName)]);
        }

        builder.AddServiceDefaults();
        builder.AddCatalogRebuilding();
        builder.Services.AddSingleton(progress);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder.Build();
    }

    private static bool IsEmbedded(LesionOptions options) => string.IsNullOrEmpty(options.Catalog);

    private static StateFolderLock TakeFolder(LesionOptions options) =>
        Directory.Exists(options.Data)
            ? StateFolderLock.Take(options.Data)
            : throw new DirectoryNotFoundException(
                $"There is no state in '{Path.GetFullPath(options.Data)}'. Name its folder with --data.");
}
