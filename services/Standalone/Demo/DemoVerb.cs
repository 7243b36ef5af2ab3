using System.Text.Json;
using Lesion.Standalone.CommandLine;
using Lesion.Standalone.Demo.Reporting;
using Lesion.Standalone.Serving;
using Lesion.Standalone.Terminal;
using Lesion.Standalone.Verbs;
using Lesion.Storage;

namespace Lesion.Standalone.Demo;

/// <summary><c>lesion demo</c>.</summary>
internal static class DemoVerb
{
    /// <exception cref="CommandFailedException">A step failed; the message says which, why, and where the log is.</exception>
    public static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        var screen = new Screen();
        var folder = DemoFolder.Create(options.Data);
        Console.WriteLine($"All state is in {folder.State}; the inbox is {Path.Combine("objects", Buckets.Inbox)} in it.");
        await using var host = await LesionHost.StartAsync(
            new LesionHostSettings
            {
                Urls = options.Urls ?? (options.Exit ? Addresses.AnyFree : Addresses.DefaultOrFree()),
                Data = folder.State,
                LogFile = folder.LogFile,
            },
            cancellationToken);
        var report = await RunAsync(host, options, folder, screen, cancellationToken);
        DemoTable.Write(screen.Output, report);
        if (options.Json is not null)
        {
            await ResultFile.WriteAsync(options.Json, JsonSerializer.Serialize(report, LesionJson.Indented), cancellationToken);
        }

        if (options.Exit)
        {
            return ExitCode.Done;
        }

        Console.WriteLine($"The system goes on serving on {host.Address} (try {host.Address}/docs); Ctrl+C ends it.");
        await host.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Done;
    }

    private static async Task<DemoReport> RunAsync(
        LesionHost host, DemoOptions options, DemoFolder folder, Screen screen, CancellationToken cancellationToken)
    {
        try
        {
            using var api = new DemoClient(new Uri(host.Address));
            return await screen.ShowAsync(board => new DemoRun(host, api, folder, board).RunAsync(options, cancellationToken));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException or CommandFailedException)
        {
            throw new CommandFailedException($"{exception.Message}\nThe log is {folder.LogFile}", exception);
        }
    }
}
