using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using MassTransit;

namespace Lesion.Gateway.Projection;

internal sealed class ImageIngestedConsumer(CatalogWriter catalog) : IConsumer<ImageIngested>
{
    public Task Consume(ConsumeContext<ImageIngested> context) =>
        catalog.WriteAsync(rows => ImageProjection.ApplyAsync(rows, context.Message), context.CancellationToken);
}
