using System.Text.Json;
using Lesion.Storage;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Lesion.Testing;

/// <summary>An AMQP client that is no part of the system: it sends bare JSON, and meddles with queues.</summary>
public sealed class BrokerClient : IAsyncDisposable
{
    private const string Json = "application/json";

    private readonly IConnection _connection;

    private BrokerClient(IConnection connection, IChannel channel) => (_connection, Channel) = (connection, channel);

    /// <summary>For what is not below. Not for several threads at once.</summary>
    public IChannel Channel { get; }

    public static async Task<BrokerClient> ConnectAsync(VirtualHost broker, CancellationToken cancellationToken = default)
    {
        var factory = new ConnectionFactory { Uri = broker.Bus, NetworkRecoveryInterval = TimeSpan.FromSeconds(1) };
        var connection = await factory.CreateConnectionAsync(cancellationToken);
        return new BrokerClient(connection, await connection.CreateChannelAsync(cancellationToken: cancellationToken));
    }

    /// <summary>Sends a message to all who read it.</summary>
    public Task PublishAsync<T>(string exchange, T message, CancellationToken cancellationToken = default) =>
        PublishAsync(exchange, "", JsonSerializer.SerializeToUtf8Bytes(message, LesionJson.Options), cancellationToken);

    /// <summary>The same, as far as the broker is there.</summary>
    /// <returns>Whether it was sent.</returns>
    public async Task<bool> TryPublishAsync<T>(string exchange, T message, CancellationToken cancellationToken = default)
    {
        try
        {
            await PublishAsync(exchange, message, cancellationToken);
            return true;
        }
        catch (OperationInterruptedException)
        {
            return false;
        }
    }

    /// <summary>Sends a payload to one queue.</summary>
    public Task SendAsync(string queue, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default) =>
        PublishAsync("", queue, body, cancellationToken);

    /// <summary>Messages that wait in a queue, without those that a consumer holds.</summary>
    public Task<uint> CountAsync(string queue, CancellationToken cancellationToken = default) =>
        Channel.MessageCountAsync(queue, cancellationToken);

    /// <summary>Throws away what waits in a queue.</summary>
    /// <returns>How many messages.</returns>
    public Task<uint> PurgeAsync(string queue, CancellationToken cancellationToken = default) =>
        Channel.QueuePurgeAsync(queue, cancellationToken);

    /// <summary>Takes all that waits in a queue out of it, the oldest first.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> DrainAsync(string queue, CancellationToken cancellationToken = default)
    {
        var bodies = new List<ReadOnlyMemory<byte>>();
        while (await Channel.BasicGetAsync(queue, autoAck: true, cancellationToken) is { } message)
            bodies.Add(message.Body.ToArray());
        return bodies;
    }

    /// <summary>
    /// From now on, whatever is published to an exchange comes a second time into each of these queues, as if the first
    /// delivery had not been acknowledged. Ends with this client.
    /// </summary>
    /// <param name="repeated">Told of every repetition.</param>
    public async Task RepeatAsync(
        string exchange, IEnumerable<string> queues, Action repeated, CancellationToken cancellationToken = default)
    {
        var targets = queues.ToList();
        var channel = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
        var tap = await channel.QueueDeclareAsync(cancellationToken: cancellationToken);
        await channel.QueueBindAsync(tap.QueueName, exchange, "", cancellationToken: cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            foreach (var queue in targets)
            {
                await channel.BasicPublishAsync("", queue, mandatory: false, Properties(), message.Body.ToArray(), CancellationToken.None);
                repeated();
            }
        };
        await channel.BasicConsumeAsync(tap.QueueName, autoAck: true, consumer, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task PublishAsync(string exchange, string queue, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        await Channel.BasicPublishAsync(exchange, queue, mandatory: false, Properties(), body, cancellationToken);

    private static BasicProperties Properties() => new() { ContentType = Json, Persistent = true };
}
