using System.Collections.Concurrent;
using Lesion.ServiceDefaults.Bus;
using Lesion.Testing;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Lesion.ServiceDefaults.Tests.Bus;

/// <summary>A process with a consumer of every message, on a virtual host of its own, and an AMQP client that is no part of it.</summary>
internal sealed class RabbitMqHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IConnection _connection;

    private RabbitMqHost(VirtualHost broker, Passage passage, WebApplication app, IConnection connection, IChannel channel) =>
        (Broker, Passage, _app, _connection, Channel) = (broker, passage, app, connection, channel);

    public VirtualHost Broker { get; }

    /// <summary>The process's way to the broker; the other client goes by another.</summary>
    public Passage Passage { get; }

    public IChannel Channel { get; }

    public IServiceProvider Services => _app.Services;

    public ConcurrentQueue<object> Received => _app.Services.GetRequiredService<ConcurrentQueue<object>>();

    public static async Task<RabbitMqHost> StartAsync(IEnumerable<Type> messages, CancellationToken cancellationToken)
    {
        var broker = await VirtualHost.CreateAsync();
        var passage = Passage.To(broker.Bus);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("Lesion:Bus", passage.Address.ToString()), new("Urls", "http://127.0.0.1:0")]);
        builder.AddServiceDefaults();
        builder.Services.AddSingleton<ConcurrentQueue<object>>();
        builder.AddBusConsumers(bus =>
        {
            foreach (var message in messages)
                bus.AddConsumer(typeof(EchoConsumer<>).MakeGenericType(message), typeof(EchoDefinition<>).MakeGenericType(message));
        });
        builder.AddBus();
        var app = builder.Build();
        await app.StartAsync(cancellationToken);
        await app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, cancellationToken);

        var connection = await new ConnectionFactory { Uri = broker.Bus }.CreateConnectionAsync(cancellationToken);
        return new RabbitMqHost(broker, passage, app, connection, await connection.CreateChannelAsync(cancellationToken: cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync();
        await _connection.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Passage.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
