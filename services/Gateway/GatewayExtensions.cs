using Lesion.Gateway.Catalog;
using Lesion.Gateway.Http;
using Lesion.Gateway.Live;
using Lesion.Gateway.Projection;
using Lesion.Gateway.Promotions;
using Lesion.Gateway.Sweep;
using Lesion.Gateway.Trainings;
using Lesion.ServiceDefaults.Bus;
using MassTransit;

namespace Lesion.Gateway;

/// <summary>The HTTP API, the catalog, and the rules by which versions are promoted.</summary>
public static class GatewayExtensions
{
    public static void AddGateway(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<GatewayOptions>()
            .BindConfiguration(GatewayOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PromotionOptions>()
            .BindConfiguration(PromotionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RetentionOptions>()
            .BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();

        builder.AddCatalogRebuilding();
        services.AddSingleton<GatewayTelemetry>();
        services.AddSingleton<DatasetFreezer>();
        services.AddSingleton<TrainingStarter>();
        services.AddSingleton<TrainingSignals>();
        services.AddSingleton<TrainingWatch>();
        services.AddSingleton<TritonRepository>();
        services.AddSingleton<Promoter>();
        services.AddSingleton<VersionRetention>();
        services.AddSingleton<LiveEvaluation>();
        services.AddSingleton<ImageIntake>();
        services.AddHostedService<CatalogSweep>();
        services.AddApiDescription();

        builder.AddBusConsumers(AddConsumers);
    }

    public static void MapGateway(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("").AddEndpointFilter(Problems.Filter);
        api.MapImages();
        api.MapClassifications();
        api.MapTrainings();
        api.MapModels();
        routes.MapApiDescription();
        routes.MapHome();
    }

    private static void AddConsumers(IBusRegistrationConfigurator bus)
    {
        AddProjection<ImageIngestedConsumer>();
        AddProjection<ImageRejectedConsumer>();
        AddProjection<ImagePreparedConsumer>();
        AddProjection<LabelsImportedConsumer>();
        AddProjection<ImageLabelledConsumer>();
        AddProjection<TrainingProgressedConsumer>();
        AddProjection<TrainingEndedConsumer>();
        AddProjection<ModelPublishedConsumer>();
        AddProjection<ModelActivatedConsumer>();
        AddProjection<ImageClassifiedConsumer>();
        bus.AddConsumer<RetrainRequestedConsumer, RetrainRequestedDefinition>();

        void AddProjection<TConsumer>()
            where TConsumer : class, IConsumer =>
            bus.AddConsumer<TConsumer, ProjectionDefinition<TConsumer>>();
    }
}
