using MassTransit;

namespace Lesion.Preprocessing;

/// <summary>An image keeps one processor busy: as many at a time as there are processors.</summary>
internal sealed class ImageIngestedConsumerDefinition : ConsumerDefinition<ImageIngestedConsumer>
{
    public ImageIngestedConsumerDefinition() => ConcurrentMessageLimit = Environment.ProcessorCount;
}
