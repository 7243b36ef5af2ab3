using MassTransit;
using Microsoft.Extensions.Options;

namespace Lesion.Ingestion;

/// <summary>As many drops at a time as may be in memory.</summary>
internal sealed class InboxObjectDroppedConsumerDefinition : ConsumerDefinition<InboxObjectDroppedConsumer>
{
    public InboxObjectDroppedConsumerDefinition(IOptions<IngestionOptions> options) =>
        ConcurrentMessageLimit = options.Value.Concurrency;
}
