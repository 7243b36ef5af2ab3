using Lesion.Testing;

namespace Lesion.Integration.Faults;

/// <summary>Of two instances of a service, one is killed and does not come back.</summary>
public sealed class KilledInstanceTests : FaultTest
{
    protected override IEnumerable<Service> Services =>
        [Service.Gateway, Service.Ingestion, Service.Ingestion, Service.Preprocessing, Service.Preprocessing];

    [Fact]
    public async Task The_other_does_its_work()
    {
        await Stream.DropAsync(Stretch, Cancellation);
        await AtWorkAsync();

        var drops = Stream.DropAsync(Files - Stretch, Cancellation);
        await Deployed.Of(Service.Ingestion).First().KillAsync();
        await Deployed.Of(Service.Preprocessing).First().KillAsync();
        await drops;

        await SettleAsync();
    }
}
