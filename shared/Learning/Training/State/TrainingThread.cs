using System.Collections.Concurrent;

namespace Lesion.Learning.Training.State;

/// <summary>
/// The one thread that a training computes on: torch's dispose scopes, gradient mode and pool of worker threads are each
/// bound to the thread that calls. What is awaited there goes on there.
/// </summary>
internal sealed class TrainingThread : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _work = [];
    private readonly Thread _thread;

    public TrainingThread()
    {
        _thread = new Thread(Pump) { IsBackground = true, Name = "training" };
        _thread.Start();
    }

    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(async _ => await CompleteAsync(work, done), null);
        return done.Task;
    }

    public override void Post(SendOrPostCallback d, object? state) => _work.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nothing waits for the training thread in place.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Ends the thread once it has done what it was given.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private static async Task CompleteAsync<T>(Func<Task<T>> work, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(await work());
        }
        catch (OperationCanceledException exception)
        {
            done.SetCanceled(exception.CancellationToken);
        }
        catch (Exception exception)
        {
            done.SetException(exception);
        }
    }

    private void Pump()
    {
        SetSynchronizationContext(this);
        foreach (var (callback, state) in _work.GetConsumingEnumerable())
            callback(state);
    }
}
