using System.CommandLine;
using Lesion.Standalone.Serving;

namespace Lesion.Standalone.CommandLine;

/// <summary><c>lesion serve</c>, also what <c>lesion</c> alone does: the whole system in one process.</summary>
internal static class ServeCommand
{
    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Where to listen; loopback unless told otherwise.",
        HelpName = "URLS",
        DefaultValueFactory = _ => Addresses.Default,
        Validators = { CommonOptions.MustBeAnAddress },
    };

    public static Command Create()
    {
        var command = new Command("serve", "Run the whole system (what is done without a verb).") { Urls };
        command.SetAction(RunAsync);
        return command;
    }

    public static void MakeDefaultOf(RootCommand root)
    {
        root.Options.Add(Urls);
        root.SetAction(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = new LesionHostSettings
        {
            Urls = parsed.GetRequiredValue(Urls),
            Data = parsed.GetValue(CommonOptions.Data)?.FullName,
        };
        await using var host = await LesionHost.StartAsync(settings, cancellationToken);
        Console.WriteLine($"Lesion serves on {host.Address}; its state is in {host.DataFolder}.");
        Console.WriteLine($"Drop images into {host.InboxFolder}/<label>/, or see {host.Address}/docs. Research only; no medical device.");
        await host.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Done;
    }
}
