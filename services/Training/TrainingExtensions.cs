using Lesion.ServiceDefaults.Bus;
using Lesion.Training.Publishing;
using Lesion.Training.Slices;
using MassTransit;

namespace Lesion.Training;

/// <summary>Trains models, in slices that any worker may take up.</summary>
public static class TrainingExtensions
{
    public static void AddTraining(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<TrainingOptions>()
            .BindConfiguration(TrainingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<TrainingTelemetry>();
        services.AddSingleton<TrainingHeads>();
        services.AddSingleton<TrainingOutcomes>();
        services.AddSingleton<SessionHolder>();
        services.AddSingleton<SliceRunner>();
        services.AddSingleton<ModelPublisher>();
        services.AddHostedService<TrainingSweep>();
        builder.AddBusConsumers(bus =>
        {
            bus.AddConsumer<TrainModelConsumer, TrainModelConsumerDefinition>();
            bus.AddConsumer<TrainSliceConsumer, TrainSliceConsumerDefinition>();
        });
    }
}
