using Lesion.Contracts;
using Lesion.Storage;
using Lesion.Storage.S3;
using MassTransit;

namespace Lesion.Ingestion;

/// <summary>Takes in a drop as soon as the store itself says that it is there; of all else that it tells, nothing.</summary>
internal sealed class InboxNotificationConsumer(Inbox inbox) : IConsumer<InboxNotification>
{
    public async Task Consume(ConsumeContext<InboxNotification> context)
    {
        var told = context.Message.Records.Select(S3Event.Parse).ToList();
        foreach (var drop in told.Where(drop => drop.IsCreation && drop.Bucket == Buckets.Inbox))
            await inbox.IngestAsync(drop.Key, DropSource.Notification, context, context.CancellationToken);
    }
}
