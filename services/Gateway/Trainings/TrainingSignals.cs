using System.Collections.Concurrent;

namespace Lesion.Gateway.Trainings;

/// <summary>Wakes those who watch a training in this process; the catalog holds what there is to see.</summary>
internal sealed class TrainingSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _changes = new(StringComparer.Ordinal);

    /// <summary>Completes at the next change. Take it before reading the catalog, so that no change is missed.</summary>
    public Task NextChange(string trainingId) => _changes
        .GetOrAdd(trainingId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
        .Task;

    public void Changed(string trainingId)
    {
        if (_changes.TryRemove(trainingId, out var change))
        {
            change.SetResult();
        }
    }
}
