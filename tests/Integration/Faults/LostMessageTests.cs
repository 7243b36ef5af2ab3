namespace Lesion.Integration.Faults;

/// <summary>Messages are thrown away before anybody has read them.</summary>
public sealed class LostMessageTests : FaultTest
{
    private const int BetweenLosses = 10;

    [Fact]
    public async Task Sweeps_find_what_they_were_about()
    {
        var queues = await QueuesAsync();
        var lost = 0u;
        for (var dropped = 0; dropped < Files; dropped += BetweenLosses)
        {
            await Stream.DropAsync(BetweenLosses, Cancellation);
            foreach (var (_, queue) in queues)
                lost += await Client.PurgeAsync(queue, Cancellation);
        }

        lost.ShouldBeGreaterThan((uint)Stretch);
        await SettleAsync();
    }
}
