using Lesion.Testing;

namespace Lesion.Integration.Faults;

/// <summary>Every message comes twice, to services that run twice, so that two processes have the same in hand at once.</summary>
public sealed class RepeatedMessageTests : FaultTest
{
    protected override IReadOnlyDictionary<string, string> Settings => NoSweeps;

    protected override IEnumerable<Service> Services =>
        [Service.Gateway, Service.Ingestion, Service.Ingestion, Service.Preprocessing, Service.Preprocessing];

    [Fact]
    public async Task Twice_is_as_good_as_once()
    {
        var repetitions = 0;
        foreach (var fed in (await QueuesAsync()).GroupBy(queue => queue.Exchange))
        {
            await Client.RepeatAsync(
                fed.Key, fed.Select(queue => queue.Queue), () => Interlocked.Increment(ref repetitions), Cancellation);
        }

        await Stream.DropAsync(Files, Cancellation);

        await SettleAsync();

        // Of each file, the word, and what became of it.
        repetitions.ShouldBeGreaterThan(2 * Files);
    }
}
