using System.Collections.Concurrent;
using Lesion.Learning.Weights.Library;

namespace Lesion.Learning.Tests.Weights.Library;

/// <summary>Keeps what was reported, in order; and does something after each.</summary>
internal sealed class Reports(Action? then = null) : IProgress<DownloadProgress>
{
    public ConcurrentQueue<DownloadProgress> All { get; } = new();

    public void Report(DownloadProgress value)
    {
        All.Enqueue(value);
        then?.Invoke();
    }
}
