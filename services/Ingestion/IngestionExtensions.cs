using Lesion.Ingestion.Intake;
using Lesion.ServiceDefaults.Bus;
using MassTransit;

namespace Lesion.Ingestion;

public static class IngestionExtensions
{
    /// <summary>
    /// Takes what is dropped into the inbox: images are checked and stored under their content's hash, sheets of labels
    /// normalised, anything else moved to the quarantine.
    /// </summary>
    public static void AddIngestion(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<IngestionOptions>()
            .BindConfiguration(IngestionOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<IngestionTelemetry>();
        builder.Services.AddSingleton<Inbox>();
        builder.Services.AddSingleton<ImageIntake>();
        builder.Services.AddSingleton<LabelSheetIntake>();
        builder.Services.AddSingleton<Quarantine>();
        builder.Services.AddHostedService<InboxSweep>();
        builder.AddBusConsumers(bus =>
        {
            bus.AddConsumer<InboxObjectDroppedConsumer, InboxObjectDroppedConsumerDefinition>();
            bus.AddConsumer<InboxNotificationConsumer, InboxNotificationConsumerDefinition>();
        });
    }
}
