using System.Reflection;
using Lesion.Gateway;
using Lesion.Inference;
using Lesion.Ingestion;
using Lesion.Preprocessing;
using Lesion.ServiceDefaults.Bus;
using Lesion.Training;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lesion.ServiceDefaults.Tests.Bus;

/// <summary>What the services put on the bus.</summary>
public sealed class ServiceConsumersTests
{
    /// <summary>By assembly.</summary>
    private static readonly Dictionary<string, Action<IHostApplicationBuilder>> Services = new()
    {
        ["Lesion.Gateway"] = GatewayExtensions.AddGateway,
        ["Lesion.Ingestion"] = IngestionExtensions.AddIngestion,
        ["Lesion.Preprocessing"] = PreprocessingExtensions.AddPreprocessing,
        ["Lesion.Training"] = TrainingExtensions.AddTraining,
        ["Lesion.Inference"] = InferenceExtensions.AddInference,
    };

    public static TheoryData<string> Assemblies => [.. Services.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_consumer_of_a_service_is_registered_with_the_definition_beside_it(string assembly)
    {
        var registered = Registered(assembly);

        registered.Keys.ShouldBe(ConsumersIn(assembly), ignoreOrder: true);
        foreach (var (consumer, definition) in registered)
        {
            definition.IsAssignableTo(typeof(ServiceConsumerDefinition<>).MakeGenericType(consumer)).ShouldBeTrue($"{definition}");
            (definition.Assembly, definition.Namespace).ShouldBe((consumer.Assembly, consumer.Namespace));
        }
    }

    [Fact]
    public void Every_queue_is_described() =>
        Services.Keys.SelectMany(Registered).Select(consumer => QueueOf(consumer.Key, consumer.Value)).Order()
            .ShouldBe(MessageDocument.ReadQueues().Order());

    /// <summary>The definition of each consumer.</summary>
    private static Dictionary<Type, Type> Registered(string assembly)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        Services[assembly](builder);
        builder.AddBus();
        using var host = builder.Build();
        return builder.Services
            .Select(service => service.ServiceType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConsumerDefinition<>))
            .ToDictionary(type => type.GetGenericArguments()[0], type => host.Services.GetRequiredService(type).GetType());
    }

    private static IEnumerable<Type> ConsumersIn(string assembly) => Assembly.Load(assembly).GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IConsumer)));

    private static string QueueOf(Type consumer, Type definition)
    {
        var name = typeof(LesionNames).GetMethod(nameof(LesionNames.Consumer))!.MakeGenericMethod(consumer).Invoke(LesionNames.Formatter, []);
        return definition.IsAssignableTo(typeof(InstanceConsumerDefinition<>).MakeGenericType(consumer)) ? $"{name}-<instance>" : $"{name}";
    }
}
