using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using MassTransit;

namespace Lesion.Gateway.Projection;

internal sealed class ImageClassifiedConsumer(CatalogWriter catalog) : IConsumer<ImageClassified>
{
    public Task Consume(ConsumeContext<ImageClassified> context) =>
        catalog.WriteAsync(rows => ClassificationProjection.ApplyAsync(rows, context.Message), context.CancellationToken);
}
