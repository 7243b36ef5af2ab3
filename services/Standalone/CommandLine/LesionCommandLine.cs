using System.CommandLine;
using System.CommandLine.Invocation;
using Lesion.Standalone.Demo;

namespace Lesion.Standalone.CommandLine;

/// <summary>The command line: exit code 0 is done, 1 failed, 2 wrong arguments.</summary>
internal static class LesionCommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = CreateRoot().Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return WrongArguments(parsed.Errors.Select(error => error.Message), parsed.CommandResult.Command);
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (CommandFailedException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Cancelled.");
            return ExitCode.Failed;
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync($"This should not have happened; please report it.\n{exception}");
            return ExitCode.Failed;
        }
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand(
            "Drop labelled photographs of skin lesions, get a served, versioned classifier that retrains on an event.\n"
            + "Research and engineering; no medical device.")
        {
            CommonOptions.Data,
            ServeCommand.Create(),
            DemoCommand.Create(),
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            ClassifyCommand.Create(),
            CatalogCommand.Create(),
            BenchCommand.Create(),
        };
        ServeCommand.MakeDefaultOf(root);
        return root;
    }

    private static int WrongArguments(IEnumerable<string> errors, Command command)
    {
        // An option that a verb shares with the root is validated for both.
        foreach (var error in errors.Distinct())
        {
            Console.Error.WriteLine(error);
        }

        var verb = command is RootCommand ? string.Empty : $"{command.Name} ";
        Console.Error.WriteLine($"'lesion {verb}--help' shows what can be given.");
        return ExitCode.WrongArguments;
    }
}
