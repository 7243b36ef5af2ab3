using Spectre.Console;

namespace Lesion.Standalone.Terminal;

/// <summary>A bar for every stage, on a terminal.</summary>
internal sealed class LiveStageBoard(ProgressContext progress) : IStageBoard
{
    public static Task<T> RunAsync<T>(IAnsiConsole console, Func<IStageBoard, Task<T>> work) =>
        console.Progress()
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 30 },
                new ElapsedTimeColumn(),
                new SpinnerColumn())
            .StartAsync(context => work(new LiveStageBoard(context)));

    public IStage Begin(string name) => new LiveStage(progress.AddTask(Markup.Escape(name), maxValue: 1), name);

    private sealed class LiveStage(ProgressTask task, string name) : IStage
    {
        public void Report(double done, double total, string? detail = null)
        {
            task.Value = total > 0 ? Math.Min(done / total, 1) : 0;
            Describe(detail is null ? $"{done:0} of {total:0}" : $"{done:0} of {total:0}: {detail}");
        }

        public void Complete(string detail)
        {
            task.Value = 1;
            Describe(detail);
            task.StopTask();
        }

        private void Describe(string detail) => task.Description = $"{Markup.Escape(name)} [grey]{Markup.Escape(detail)}[/]";
    }
}
