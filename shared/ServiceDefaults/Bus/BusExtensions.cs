using Lesion.Storage;
using MassTransit;
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

    /// <summary>Starts the bus. Call it once, after every service was added.</summary>
    public static void AddBus(this IHostApplicationBuilder builder)
    {
        var participants = builder.Services
            .Select(service => service.ImplementationInstance)
            .OfType<BusConsumers>()
            .ToList();
        builder.Services.AddMassTransit(bus =>
        {
            bus.SetEndpointNameFormatter(LesionNames.Formatter);

            // MassTransit reports its use to its makers unless it is told not to.
            bus.DisableUsageTelemetry();
            foreach (var participant in participants)
            {
                participant.Add(bus);
            }

            bus.UsingInMemory((context, memory) =>
            {
                memory.MessageTopology.SetEntityNameFormatter(LesionNames.Formatter);
                memory.ConfigureJsonSerializerOptions(LesionJson.Configure);
                memory.UseMessageRetry(retry =>
                {
                    // A store that is away or full is no fault of the message: it waits, for a day if need be, and the sweeps
                    // take it up again should the process end meanwhile.
                    retry.Handle<StoreUnavailableException>();
                    retry.Exponential(3000, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2));
                });
                memory.ConfigureEndpoints(context);
            });
        });
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(options => options.WaitUntilStarted = true);
    }
}
