using Lesion.Contracts;
using Lesion.Storage;
using MassTransit;

namespace Lesion.Ingestion.Intake;

/// <summary>Keeps what is refused, its reason beside it, and says so. Nothing vanishes.</summary>
internal sealed partial class Quarantine(IObjectStore store, TimeProvider time, ILogger<Quarantine> logger)
{
    public async Task KeepAsync(
        Drop drop,
        RefusedDropException refusal,
        IPublishEndpoint bus,
        CancellationToken cancellationToken)
    {
        var record = new QuarantineRecord(drop.Key, refusal.Reason, refusal.Message, time.GetUtcNow());
        var key = QuarantineRecord.KeyFor(drop.Id, drop.Key);
        var described = new PutOptions { Metadata = record.ToMetadata() };
        await store.PutAsync(Buckets.Images, key, drop.OpenContent(), described, cancellationToken);
        await bus.Publish(
            new ImageRejected
            {
                DropKey = drop.Key,
                Quarantined = new ObjectReference { Bucket = Buckets.Images, Key = key },
                Reason = record.Reason,
                Message = record.Message,
                RejectedAt = record.RejectedAt,
            },
            cancellationToken);
        LogRefused(logger, record.Message, key);
    }

    [LoggerMessage(LogLevel.Warning, "{Message} It is kept as '{Key}'.")]
    private static partial void LogRefused(ILogger logger, string message, string key);
}
