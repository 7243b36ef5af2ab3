using Lesion.Inference.Batching;
using Lesion.Inference.Classifying;
using Lesion.Inference.Protocol;
using Lesion.Inference.Serving;
using Lesion.ServiceDefaults.Bus;
using MassTransit;

namespace Lesion.Inference;

/// <summary>Serves models: by HTTP, and by message.</summary>
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
        services.AddSingleton<ServingModels>();
        services.AddSingleton<ModelLoader>();
        services.AddSingleton<ModelActivator>();
        services.AddSingleton<ModelFinder>();
        services.AddSingleton<Batcher>();
        services.AddSingleton<ClassificationCache>();
        services.AddSingleton<Classifier>();
        services.AddSingleton<ImageRequests>();
        services.AddSingleton<KeptImages>();
        services.AddSingleton<ClassificationRecorder>();
        services.AddSingleton<ClassificationJournal>();
        services.AddSingleton<HttpAdmission>();
        services.AddSingleton<HttpDoor>();
        services.AddSingleton<Shadowing>();
        services.AddOpenInference();
        services.AddHostedService(provider => provider.GetRequiredService<Batcher>());
        services.AddHostedService(provider => provider.GetRequiredService<Shadowing>());
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
