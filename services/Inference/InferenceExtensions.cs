using Lesion.Inference.Batching;
using Lesion.Inference.Classifying;
using Lesion.Inference.Protocol;
using Lesion.Inference.Serving;
using Lesion.ServiceDefaults.Bus;
using MassTransit;

namespace Lesion.Inference;

/// <summary>Serves the champion: by HTTP, and by message.</summary>
public static class InferenceExtensions
{
    public static void AddInference(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<InferenceOptions>()
            .BindConfiguration(InferenceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ClassificationOptions>()
            .BindConfiguration(ClassificationOptions.Section).ValidateDataAnnotations().ValidateOnStart();

        services.AddSingleton<InferenceMetrics>();
        services.AddSingleton<ModelSlot>();
        services.AddSingleton<ModelLoader>();
        services.AddSingleton<ModelActivator>();
        services.AddSingleton<Batcher>();
        services.AddSingleton<Classifier>();
        services.AddSingleton<ImageRequests>();
        services.AddSingleton<ClassificationRecorder>();
        services.AddSingleton<ClassificationJournal>();
        services.AddSingleton<HttpAdmission>();
        services.AddSingleton<HttpDoor>();
        services.AddOpenInference();
        services.AddHostedService(provider => provider.GetRequiredService<Batcher>());
        services.AddHostedService<ChampionSweep>();
        services.AddHostedService<RequestsSweep>();
        services.AddHealthChecks().AddCheck<ModelHealthCheck>("model");

        builder.AddBusConsumers(bus =>
        {
            bus.AddConsumer<ModelPromotedConsumer, ModelPromotedConsumerDefinition>();
            bus.AddConsumer<ClassifyImageConsumer, ClassifyImageConsumerDefinition>();
        });
    }

    public static void MapInference(this IEndpointRouteBuilder routes)
    {
        routes.MapClassification();
        routes.MapOpenInference();
    }
}
