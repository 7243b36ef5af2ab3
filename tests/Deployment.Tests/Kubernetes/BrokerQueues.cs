using System.Reflection;
using Lesion.ServiceDefaults.Bus;
using MassTransit;

namespace Lesion.Deployment.Tests.Kubernetes;

/// <summary>The queues that the services read.</summary>
internal static class BrokerQueues
{
    private static readonly string[] Services = ["Gateway", "Ingestion", "Preprocessing", "Training", "Inference"];

    public static IReadOnlySet<string> All { get; } = Services
        .SelectMany(service => Assembly.Load($"Lesion.{service}").GetTypes())
        .Where(type => type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } && type.IsAssignableTo(typeof(IConsumer)))
        .Select(NameOf)
        .ToHashSet();

    private static string NameOf(Type consumer) => (string)typeof(LesionNames)
        .GetMethod(nameof(LesionNames.Consumer))!
        .MakeGenericMethod(consumer)
        .Invoke(LesionNames.Formatter, null)!;
}
