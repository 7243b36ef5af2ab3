using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Trainings;
using MassTransit;

namespace Lesion.Gateway.Projection;

internal sealed class TrainingProgressedConsumer(CatalogWriter catalog, TrainingSignals signals)
    : IConsumer<TrainingProgressed>
{
    public async Task Consume(ConsumeContext<TrainingProgressed> context)
    {
        await catalog.WriteAsync(rows => TrainingProjection.ApplyAsync(rows, context.Message), context.CancellationToken);
        signals.Changed(context.Message.TrainingId);
    }
}
