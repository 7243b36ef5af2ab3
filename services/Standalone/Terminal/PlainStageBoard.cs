namespace Lesion.Standalone.Terminal;

/// <summary>A line when a stage begins, at every further quarter, when its detail tells of something new, and at its end.</summary>
internal sealed class PlainStageBoard(TextWriter output) : IStageBoard
{
    private readonly Lock _lock = new();

    public IStage Begin(string name)
    {
        Write($"{name} ...");
        return new PlainStage(this, name);
    }

    private void Write(string line)
    {
        lock (_lock)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private sealed class PlainStage(PlainStageBoard board, string name) : IStage
    {
        private const int LinesOfAStage = 4;
        private int _reported;

        public void Report(double done, double total, string? detail = null)
        {
            var reached = total > 0 ? (int)(LinesOfAStage * done / total) : 0;
            if (reached <= _reported || reached >= LinesOfAStage)
            {
                return;
            }

            _reported = reached;
            board.Write(detail is null ? $"{name}: {done:0} of {total:0}" : $"{name}: {done:0} of {total:0}: {detail}");
        }

        public void Complete(string detail) => board.Write($"{name}: {detail}");
    }
}
