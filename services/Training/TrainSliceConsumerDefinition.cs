using MassTransit;

namespace Lesion.Training;

/// <summary>A slice takes the whole machine: one at a time, and no other is fetched meanwhile.</summary>
internal sealed class TrainSliceConsumerDefinition : ConsumerDefinition<TrainSliceConsumer>
{
    public TrainSliceConsumerDefinition()
    {
        ConcurrentMessageLimit = 1;
        Endpoint(endpoint => endpoint.PrefetchCount = 1);
    }
}
