using Lesion.Storage;
using Lesion.Testing;

namespace Lesion.Integration.Faults;

/// <summary>The store has no room for anything more, and then has again.</summary>
public sealed class FullStoreTests : FaultTest
{
    [Fact]
    public async Task What_finds_no_room_waits_in_the_inbox()
    {
        var images = Deployed.Account.Qualified(Buckets.Images);
        await Stream.DropAsync(Stretch, Cancellation);
        await AtWorkAsync();

        await RealServers.LimitAsync(images, 1);
        try
        {
            await Stream.DropAsync(Stretch, Cancellation);
            await Until.IsTrueAsync(
                "Ingestion says that the store is full",
                () => Task.FromResult(Deployed.Of(Service.Ingestion).Single().Log.Contains("QuotaExceeded", StringComparison.Ordinal)),
                Cancellation);
        }
        finally
        {
            await RealServers.LimitAsync(images, null);
        }

        await Stream.DropAsync(Stretch, Cancellation);
        await SettleAsync();
    }
}
