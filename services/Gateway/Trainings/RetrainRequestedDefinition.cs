using MassTransit;

namespace Lesion.Gateway.Trainings;

/// <summary>One at a time: each reads the whole catalog.</summary>
internal sealed class RetrainRequestedDefinition : ConsumerDefinition<RetrainRequestedConsumer>
{
    public RetrainRequestedDefinition() => ConcurrentMessageLimit = 1;
}
