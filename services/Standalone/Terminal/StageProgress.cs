namespace Lesion.Standalone.Terminal;

/// <summary>Tells a stage how many of a known number are done. Unlike <see cref="Progress{T}"/>, at once and in order.</summary>
internal sealed class StageProgress(IStage stage, int total) : IProgress<int>
{
    public void Report(int value) => stage.Report(value, total);
}
