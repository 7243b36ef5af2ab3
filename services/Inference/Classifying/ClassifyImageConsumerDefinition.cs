using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>Two batches at a time: one in the network, and one that is decoded meanwhile.</summary>
internal sealed class ClassifyImageConsumerDefinition : ConsumerDefinition<ClassifyImageConsumer>
{
    public ClassifyImageConsumerDefinition(IOptions<InferenceOptions> options)
    {
        ConcurrentMessageLimit = 2 * options.Value.MaxBatchSize;
        Endpoint(endpoint => endpoint.PrefetchCount = 2 * ConcurrentMessageLimit);
    }
}
