using Lesion.ServiceDefaults.Bus;
using MassTransit;

namespace Lesion.Inference.Serving;

/// <summary>Every instance has a queue of its own, which goes with it: each has to swap.</summary>
internal sealed class ModelPromotedConsumerDefinition : ConsumerDefinition<ModelPromotedConsumer>
{
    public ModelPromotedConsumerDefinition()
    {
        Endpoint(endpoint =>
        {
            endpoint.InstanceId = Guid.NewGuid().ToString("n");
            endpoint.Temporary = true;
        });
        ConcurrentMessageLimit = 1;
    }
}
