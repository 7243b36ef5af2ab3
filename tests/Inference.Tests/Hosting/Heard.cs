using System.Threading.Channels;

namespace Lesion.Inference.Tests.Hosting;

/// <summary>What was published, in the order in which it was heard.</summary>
internal sealed class Heard<T>
    where T : class
{
    private readonly Channel<T> _messages = Channel.CreateUnbounded<T>();

    public void Add(T message) => _messages.Writer.TryWrite(message);

    public async Task<T> NextAsync() => await _messages.Reader.ReadAsync(TestContext.Current.CancellationToken)
        .AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public bool IsEmpty => !_messages.Reader.TryPeek(out _);
}
