using Lesion.Integration.Faults;
using Lesion.Testing;

namespace Lesion.Integration.Draining;

/// <summary>The only instance of a service is asked to end while files stream in, and another takes its place later.</summary>
public sealed class EndedServiceTests : FaultTest
{
    protected override IReadOnlyDictionary<string, string> Settings => NoSweeps;

    [Theory]
    [InlineData(Service.Gateway)]
    [InlineData(Service.Ingestion)]
    [InlineData(Service.Preprocessing)]
    public async Task It_finishes_what_it_has_in_hand_and_leaves_the_rest_to_the_next(Service service)
    {
        var ended = Deployed.Of(service).Single();
        await Stream.DropAsync(Stretch, Cancellation);
        await AtWorkAsync();

        var drops = Stream.DropAsync(Stretch, Cancellation);
        await ended.ShouldEndInGoodOrderAsync(Cancellation);
        await drops;
        ended.Start();
        await ended.ReadyAsync(Cancellation);
        await Stream.DropAsync(Stretch, Cancellation);

        await SettleAsync();
    }
}
