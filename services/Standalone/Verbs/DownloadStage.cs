using Lesion.Learning.Weights.Library;
using Lesion.Standalone.Terminal;

namespace Lesion.Standalone.Verbs;

/// <summary>Shows a download; nothing, where there is none.</summary>
internal sealed class DownloadStage(IStageBoard board) : IProgress<DownloadProgress>
{
    private const double Megabyte = 1e6;

    private IStage? _stage;
    private DownloadProgress? _last;

    public void Report(DownloadProgress value)
    {
        _stage ??= board.Begin("Fetching weights");
        _last = value;
        _stage.Report(value.Bytes / Megabyte, (value.Total ?? 0) / Megabyte, $"MB of {value.FileName}");
    }

    public void Complete() => _stage?.Complete($"{_last!.FileName}, {_last.Bytes / Megabyte:0.0} MB");
}
