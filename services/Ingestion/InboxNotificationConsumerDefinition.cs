using Lesion.ServiceDefaults.Bus;
using Microsoft.Extensions.Options;

namespace Lesion.Ingestion;

/// <summary>As many drops at a time as may be in memory.</summary>
internal sealed class InboxNotificationConsumerDefinition(IOptions<IngestionOptions> options)
    : ServiceConsumerDefinition<InboxNotificationConsumer>(options.Value.Concurrency, prefetch: 2 * options.Value.Concurrency);
