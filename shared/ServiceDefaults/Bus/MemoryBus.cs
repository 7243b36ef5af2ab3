using Lesion.Storage;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Lesion.ServiceDefaults.Bus;

/// <summary>The bus of a process that has no broker. What it holds is lost with the process, and the sweeps find it again.</summary>
internal static class MemoryBus
{
    public static void UseMemory(this IBusRegistrationConfigurator bus) =>
        bus.UsingInMemory((context, memory) =>
        {
            memory.MessageTopology.SetEntityNameFormatter(LesionNames.Formatter);
            memory.ConfigureJsonSerializerOptions(LesionJson.Configure);
            memory.UseFilter<ConsumeContext>(context.GetRequiredService<WatchedDeliveries>());
            memory.ConfigureEndpoints(context);
        });
}
