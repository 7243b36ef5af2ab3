using Lesion.Contracts;
using MassTransit;

namespace Lesion.Inference.Serving;

/// <summary>Swaps when an alias was moved.</summary>
internal sealed class ModelPromotedConsumer(ModelActivator activator) : IConsumer<ModelPromoted>
{
    public Task Consume(ConsumeContext<ModelPromoted> context) => activator.RefreshAsync(context.CancellationToken);
}
