using Lesion.ServiceDefaults.Bus;

namespace Lesion.ServiceDefaults.Tests.Bus;

internal sealed class EchoDefinition<TMessage>() : ServiceConsumerDefinition<EchoConsumer<TMessage>>(concurrency: 1, prefetch: 2)
    where TMessage : class;
