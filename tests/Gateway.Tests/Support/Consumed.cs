using System.Collections.Concurrent;
using MassTransit;

namespace Lesion.Gateway.Tests.Support;

/// <summary>Sees every message whose consumer has come to its end, well or badly.</summary>
internal sealed class Consumed : IConsumeObserver
{
    private readonly Lock _lock = new();
    private readonly List<(Type Type, TaskCompletionSource<object> Seen)> _waiting = [];
    private readonly ConcurrentQueue<object> _messages = [];

    public IReadOnlyList<T> All<T>() => [.. _messages.OfType<T>()];

    /// <summary>The next message of a type; call it before what has it sent.</summary>
    public async Task<T> Next<T>()
        where T : class
    {
        var seen = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((typeof(T), seen));
        }

        return (T)await seen.Task.WaitAsync(GatewayHost.Limit);
    }

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class =>
        Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        _messages.Enqueue(context.Message);
        Take<T>().ForEach(seen => seen.SetResult(context.Message));
        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class
    {
        Take<T>().ForEach(seen => seen.SetException(exception));
        return Task.CompletedTask;
    }

    private List<TaskCompletionSource<object>> Take<T>()
    {
        lock (_lock)
        {
            var taken = _waiting.Where(waiting => waiting.Type == typeof(T)).Select(waiting => waiting.Seen).ToList();
            _waiting.RemoveAll(waiting => waiting.Type == typeof(T));
            return taken;
        }
    }
}
