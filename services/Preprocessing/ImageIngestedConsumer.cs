using Lesion.Contracts;
using MassTransit;

namespace Lesion.Preprocessing;

/// <summary>Prepares an image as soon as it is ingested.</summary>
internal sealed class ImageIngestedConsumer(ImagePreparer preparer) : IConsumer<ImageIngested>
{
    public Task Consume(ConsumeContext<ImageIngested> context) =>
        preparer.PrepareAsync(context.Message.Drop, context, context.CancellationToken);
}
