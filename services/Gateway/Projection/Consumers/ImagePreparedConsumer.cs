using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using MassTransit;

namespace Lesion.Gateway.Projection;

internal sealed class ImagePreparedConsumer(CatalogWriter catalog) : IConsumer<ImagePrepared>
{
    public Task Consume(ConsumeContext<ImagePrepared> context) =>
        catalog.WriteAsync(rows => ImageProjection.ApplyAsync(rows, context.Message), context.CancellationToken);
}
