using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using MassTransit;

namespace Lesion.Gateway.Projection;

internal sealed class ImageLabelledConsumer(CatalogWriter catalog) : IConsumer<ImageLabelled>
{
    public Task Consume(ConsumeContext<ImageLabelled> context) =>
        catalog.WriteAsync(rows => ImageProjection.ApplyAsync(rows, context.Message.Label), context.CancellationToken);
}
