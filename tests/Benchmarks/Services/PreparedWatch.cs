using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Storage;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Lesion.Benchmarks.Services;

/// <summary>Reads <c>lesion.image-prepared</c> as anybody may who has an AMQP client, and notes when each image was there.</summary>
internal sealed class PreparedWatch : IAsyncDisposable
{
    private const string Exchange = "lesion.image-prepared";

    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _prepared = new();
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private PreparedWatch(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    public static async Task<PreparedWatch> StartAsync(Uri bus)
    {
        var connection = await new ConnectionFactory { Uri = bus }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        var watch = new PreparedWatch(connection, channel);
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true);
        await channel.QueueBindAsync(queue, Exchange, "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => watch.NoteAsync(delivery.Body);
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return watch;
    }

    /// <returns>The <see cref="Stopwatch"/> timestamp at which word of it came.</returns>
    public Task<long> PreparedAsync(string imageId) => Of(imageId).Task;

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private Task NoteAsync(ReadOnlyMemory<byte> body)
    {
        var now = Stopwatch.GetTimestamp();
        var prepared = JsonSerializer.Deserialize<ImagePrepared>(body.Span, LesionJson.Options)!;
        Of(prepared.ImageId).TrySetResult(now);
        return Task.CompletedTask;
    }

    private TaskCompletionSource<long> Of(string imageId) =>
        _prepared.GetOrAdd(imageId, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
}
