using Lesion.ServiceDefaults.Bus;

namespace Lesion.Gateway.Trainings;

/// <summary>One at a time: each reads the whole catalog.</summary>
internal sealed class RetrainRequestedDefinition() : ServiceConsumerDefinition<RetrainRequestedConsumer>(concurrency: 1, prefetch: 2);
