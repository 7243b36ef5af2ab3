using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>
/// The bus of a process: each service says which consumers it has, and the process starts one bus for all of them.
/// </summary>
public static class BusExtensions
{
    /// <summary>Adds a service's consumers to the bus that <see cref="AddBus"/> starts.</summary>
    public static void AddBusConsumers(this IHostApplicationBuilder builder, Action<IBusRegistrationConfigurator> add) =>
        builder.Services.AddSingleton(new BusConsumers(add));

    /// <summary>
    /// Starts the bus: on RabbitMQ where <see cref="LesionOptions.Bus"/> is set, in memory otherwise. Call it once, after every
    /// service was added.
    /// </summary>
    public static void AddBus(this IHostApplicationBuilder builder)
    {
        var participants = builder.Services
            .Select(service => service.ImplementationInstance)
            .OfType<BusConsumers>()
            .ToList();
        var broker = builder.Configuration[$"{LesionOptions.Section}:{nameof(LesionOptions.Bus)}"];
        builder.Services.AddMassTransit(bus =>
        {
            bus.SetEndpointNameFormatter(LesionNames.Formatter);

            // MassTransit reports its use to its makers unless it is told not to.
            bus.DisableUsageTelemetry();
            foreach (var participant in participants)
            {
                participant.Add(bus);
            }

            if (string.IsNullOrEmpty(broker))
                bus.UseMemory();
            else
                bus.UseRabbitMq();
        });
        builder.Services.AddSingleton<MessagingMetrics>();
        builder.Services.AddSingleton<WatchedDeliveries>();
        builder.Services.AddPublishObserver<WatchedSends>();
        builder.Services.AddSendObserver<WatchedSends>();
        builder.Services.AddSingleton<Announcer>();
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(options =>
        {
            // A broker that is away when the process starts is waited for: the process lives, and is not ready.
            options.WaitUntilStarted = string.IsNullOrEmpty(broker);
            options.StopTimeout = TimeSpan.FromSeconds(20);
        });
    }
}
