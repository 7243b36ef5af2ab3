using Spectre.Console;

namespace Lesion.Standalone.Terminal;

/// <summary>
/// Where a verb shows what it does: results go to standard output, progress to standard error, so that a pipe gets results
/// only.
/// </summary>
internal sealed class Screen
{
    private const int WidthWhenRedirected = 140;

    public Screen()
    {
        IsLive = !Console.IsOutputRedirected && !Console.IsErrorRedirected;
        Output = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            Output.Profile.Width = WidthWhenRedirected;
        }
    }

    /// <summary>Whether a person looks on.</summary>
    public bool IsLive { get; }

    public IAnsiConsole Output { get; }

    /// <summary>Does work whose stages are shown.</summary>
    public Task<T> ShowAsync<T>(Func<IStageBoard, Task<T>> work) =>
        IsLive ? LiveStageBoard.RunAsync(Output, work) : work(new PlainStageBoard(Console.Error));
}
