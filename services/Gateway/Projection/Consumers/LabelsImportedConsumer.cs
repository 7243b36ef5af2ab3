using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Storage;
using MassTransit;

namespace Lesion.Gateway.Projection;

internal sealed class LabelsImportedConsumer(CatalogWriter catalog, IObjectStore store) : IConsumer<LabelsImported>
{
    public async Task Consume(ConsumeContext<LabelsImported> context)
    {
        var at = context.Message.Sheet;
        var sheet = await store.GetJsonAsync<LabelSheet>(at.Bucket, at.Key, context.CancellationToken)
            ?? throw new InvalidDataException($"The label sheet '{at.Bucket}/{at.Key}' was imported but is not there.");
        await catalog.WriteAsync(rows => ImageProjection.ApplyAsync(rows, sheet), context.CancellationToken);
    }
}
