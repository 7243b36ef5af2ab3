using System.Threading.Channels;
using MassTransit;

namespace Lesion.Preprocessing.Tests;

/// <summary>What was published, in the order in which it was heard.</summary>
internal sealed class Heard
{
    private readonly Channel<object> _messages = Channel.CreateUnbounded<object>();

    public void Add(object message) => _messages.Writer.TryWrite(message);

    public bool IsEmpty => _messages.Reader.Count == 0;

    /// <summary>The next message, which must be of this type; waits for it, though not for ever.</summary>
    public async Task<T> NextAsync<T>() =>
        (await _messages.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30)))
        .ShouldBeOfType<T>();
}

internal sealed class Listener<T>(Heard heard) : IConsumer<T>
    where T : class
{
    public Task Consume(ConsumeContext<T> context)
    {
        heard.Add(context.Message);
        return Task.CompletedTask;
    }
}
