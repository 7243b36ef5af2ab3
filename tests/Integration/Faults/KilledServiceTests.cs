using Lesion.Testing;

namespace Lesion.Integration.Faults;

/// <summary>The only instance of a service is killed with what it has in hand, twice, and started again.</summary>
public sealed class KilledServiceTests : FaultTest
{
    [Theory]
    [InlineData(Service.Gateway)]
    [InlineData(Service.Ingestion)]
    [InlineData(Service.Preprocessing)]
    public async Task What_it_had_in_hand_is_done_when_it_is_back(Service service)
    {
        var victim = Deployed.Of(service).Single();
        await Stream.DropAsync(Stretch, Cancellation);
        await AtWorkAsync();

        for (var death = 0; death < 2; death++)
        {
            var drops = Stream.DropAsync(Stretch, Cancellation);
            await victim.KillAsync();
            await drops;
            victim.Start();
            await victim.ReadyAsync(Cancellation);
        }

        await SettleAsync();
    }
}
