using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using MassTransit;

namespace Lesion.Gateway.Projection;

internal sealed class ImageRejectedConsumer(CatalogWriter catalog) : IConsumer<ImageRejected>
{
    public Task Consume(ConsumeContext<ImageRejected> context) =>
        catalog.WriteAsync(rows => ImageProjection.ApplyAsync(rows, context.Message), context.CancellationToken);
}
