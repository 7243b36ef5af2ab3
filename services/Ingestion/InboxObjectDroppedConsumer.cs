using Lesion.Contracts;
using MassTransit;

namespace Lesion.Ingestion;

/// <summary>Takes in a drop as soon as somebody says that it is there.</summary>
internal sealed class InboxObjectDroppedConsumer(Inbox inbox) : IConsumer<InboxObjectDropped>
{
    public Task Consume(ConsumeContext<InboxObjectDropped> context) =>
        inbox.IngestAsync(context.Message.Key, DropSource.Upload, context, context.CancellationToken);
}
