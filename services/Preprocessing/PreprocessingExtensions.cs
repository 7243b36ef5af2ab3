using Lesion.ServiceDefaults.Bus;
using MassTransit;

namespace Lesion.Preprocessing;

public static class PreprocessingExtensions
{
    /// <summary>
    /// Prepares every ingested image: canonical form, perceptual hash, quality figures, and augmented views where the options
    /// ask for them.
    /// </summary>
    public static void AddPreprocessing(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<PreprocessingOptions>()
            .BindConfiguration(PreprocessingOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<PreprocessingTelemetry>();
        builder.Services.AddSingleton<ImagePreparer>();
        builder.Services.AddSingleton<UnpreparedImages>();
        builder.Services.AddHostedService<PreparationSweep>();
        builder.AddBusConsumers(bus => bus.AddConsumer<ImageIngestedConsumer, ImageIngestedConsumerDefinition>());
    }
}
