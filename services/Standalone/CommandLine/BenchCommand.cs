using System.CommandLine;
using Lesion.Standalone.Bench;

namespace Lesion.Standalone.CommandLine;

/// <summary><c>lesion bench</c>: load on a server.</summary>
internal static class BenchCommand
{
    private const int DefaultConcurrency = 32;
    private const double DefaultSeconds = 10;
    private const double DefaultWarmUp = 3;

    private static readonly Option<Uri?> Server = new("--server")
    {
        Description = "The server. Default http://localhost:8080.",
        HelpName = "URL",
        CustomParser = CommonOptions.Server,
    };

    private static readonly Option<DirectoryInfo> Images = new("--images")
    {
        Description = "A folder of pictures, searched with its subfolders; each request sends another picture made of one of them.",
        HelpName = "DIR",
        Required = true,
        Validators = { CommonOptions.MustBeAFolder },
    };

    private static readonly Option<int?> Concurrency = new("--concurrency")
    {
        Description = $"Clients, each of which asks again as soon as it was answered. Default {DefaultConcurrency}.",
        HelpName = "N",
        CustomParser = CommonOptions.WholeNumber("--concurrency", least: 1),
    };

    private static readonly Option<double?> Seconds = new("--seconds")
    {
        Description = $"How long is measured. Default {DefaultSeconds}.",
        HelpName = "N",
        CustomParser = CommonOptions.NumberAboveZero("--seconds"),
    };

    private static readonly Option<double?> WarmUp = new("--warm-up")
    {
        Description = $"Seconds before that which do not count. Default {DefaultWarmUp}.",
        HelpName = "N",
        CustomParser = CommonOptions.NumberAboveZero("--warm-up"),
    };

    private static readonly Option<FileInfo?> Json = new("--json")
    {
        Description = "Also write the figures as JSON.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("bench", "Ask a server for classifications as fast as it answers, and show how fast that is.")
        {
            Server, Images, Concurrency, Seconds, WarmUp, Json,
        };
        command.SetAction((parsed, cancellationToken) => BenchVerb.RunAsync(
            new BenchOptions
            {
                Server = parsed.GetValue(Server) ?? new Uri("http://localhost:8080"),
                Images = parsed.GetRequiredValue(Images),
                Concurrency = parsed.GetValue(Concurrency) ?? DefaultConcurrency,
                Duration = TimeSpan.FromSeconds(parsed.GetValue(Seconds) ?? DefaultSeconds),
                WarmUp = TimeSpan.FromSeconds(parsed.GetValue(WarmUp) ?? DefaultWarmUp),
                Json = parsed.GetValue(Json),
            },
            cancellationToken));
        return command;
    }
}
