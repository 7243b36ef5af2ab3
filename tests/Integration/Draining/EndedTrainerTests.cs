using Lesion.Contracts;
using Lesion.Integration.Faults;
using Lesion.Testing;

namespace Lesion.Integration.Draining;

/// <summary>Of two trainers, the one that is in the midst of a slice is asked to end.</summary>
public sealed class EndedTrainerTests : TrainingFaultTest
{
    /// <summary>One slice would be the whole training, and a lease that nobody gives back would outlast the test.</summary>
    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(ShortSlices)
    {
        ["Lesion__Training__StepsASlice"] = "1000",
        ["Lesion__Training__SliceDuration"] = "00:10:00",
        ["Lesion__Training__Lease"] = "00:30:00",
    };

    [Fact]
    public async Task It_stores_its_state_and_the_other_goes_on_at_once()
    {
        var trainingId = await TrainAsync();
        var holder = await HolderAsync(trainingId);

        await holder.ShouldEndInGoodOrderAsync(Cancellation);

        holder.Log.ShouldContain($"Training {trainingId}: slice 1 is next");
        var outcome = await EndAsync(trainingId);
        (outcome.Status, outcome.Version).ShouldBe((TrainingStatus.Completed, 1));
        await SettleAsync();
        (await VersionsAsync()).ShouldBe([1]);
    }

    private async Task<ServiceProcess> HolderAsync(string trainingId)
    {
        ServiceProcess? holder = null;
        await Until.IsTrueAsync(
            "a trainer holds the slice",
            async () => (holder = await HeadAsync(trainingId) is { Worker: { } worker } ? HolderOf(worker) : null) is not null,
            Cancellation);
        return holder!;
    }
}
