using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using MassTransit;

namespace Lesion.Gateway.Projection;

internal sealed class ModelActivatedConsumer(CatalogWriter catalog) : IConsumer<ModelActivated>
{
    public Task Consume(ConsumeContext<ModelActivated> context) =>
        catalog.WriteAsync(rows => ModelProjection.ApplyAsync(rows, context.Message), context.CancellationToken);
}
