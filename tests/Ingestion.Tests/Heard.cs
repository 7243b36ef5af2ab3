using System.Collections.Concurrent;

namespace Lesion.Ingestion.Tests;

/// <summary>The drops that were said to be taken in.</summary>
internal sealed class Heard
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _drops = [];

    public void Add(string key) => Drop(key).TrySetResult();

    public Task OfAsync(string key) => Drop(key).Task.WaitAsync(TestContext.Current.CancellationToken);

    private TaskCompletionSource Drop(string key) =>
        _drops.GetOrAdd(key, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
