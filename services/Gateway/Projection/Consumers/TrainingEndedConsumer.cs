using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Trainings;
using MassTransit;

namespace Lesion.Gateway.Projection;

internal sealed class TrainingEndedConsumer(CatalogWriter catalog, TrainingSignals signals) : IConsumer<TrainingEnded>
{
    public async Task Consume(ConsumeContext<TrainingEnded> context)
    {
        var outcome = context.Message.Outcome;
        await catalog.WriteAsync(rows => TrainingProjection.ApplyAsync(rows, outcome), context.CancellationToken);
        signals.Changed(outcome.TrainingId);
    }
}
