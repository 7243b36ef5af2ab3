using Lesion.ServiceDefaults.Bus;

namespace Lesion.Preprocessing;

/// <summary>An image keeps one processor busy: as many at a time as there are processors.</summary>
internal sealed class ImageIngestedConsumerDefinition()
    : ServiceConsumerDefinition<ImageIngestedConsumer>(Environment.ProcessorCount, prefetch: 2 * Environment.ProcessorCount);
