using Lesion.Contracts;
using Lesion.Testing;

namespace Lesion.Integration.Faults;

/// <summary>A trainer that holds a slice is silent for longer than the broker waits for an acknowledgement, and then goes on.</summary>
public sealed class SilentTrainerTests : TrainingFaultTest
{
    /// <summary>Long enough for a slice of one step on a busy machine.</summary>
    private static readonly TimeSpan AcknowledgementTimeout = TimeSpan.FromSeconds(8);

    protected override IEnumerable<Service> Services => [];

    [Fact]
    public async Task What_it_held_another_does_once_and_it_works_again_when_it_is_back()
    {
        await StartTrainersAsync();
        var trainingId = await TrainAsync();
        var silent = await StopHolderAsync(trainingId, Freeze, Thaw);

        (await EndAsync(trainingId)).Status.ShouldBe(TrainingStatus.Completed);
        await Until.IsTrueAsync("the broker has waited for too long", IsChannelClosedAsync, Cancellation);
        await Thaw(silent);

        await SettleAsync();
        (await VersionsAsync()).ShouldBe([1]);
        await Deployed.Of(Service.Training).Single(trainer => trainer != silent).KillAsync();
        (await EndAsync(await TrainAsync(seed: 2))).Version.ShouldBe(2);
        await SettleAsync();
    }

    /// <summary>The time counts for channels that are opened while it stands: for the trainers', and for no other's.</summary>
    private async Task StartTrainersAsync()
    {
        await RealServers.LetAcknowledgeWithinAsync(AcknowledgementTimeout);
        try
        {
            await Deployed.StartAsync([Service.Training, Service.Training], Cancellation);
        }
        finally
        {
            await RealServers.LetAcknowledgeWithinAsync(null);
        }
    }

    /// <summary>It stays so until its owner has heard of it; the delivery goes back into its queue then.</summary>
    private async Task<bool> IsChannelClosedAsync() =>
        (await Deployed.Broker.GetAsync($"vhosts/{Deployed.Broker.Name}/channels", Cancellation)).EnumerateArray()
            .Any(channel => channel.TryGetProperty("state", out var state) && state.GetString() == "closing");

    private static Task Freeze(ServiceProcess trainer)
    {
        trainer.Freeze();
        return Task.CompletedTask;
    }

    private static Task Thaw(ServiceProcess trainer)
    {
        trainer.Thaw();
        return Task.CompletedTask;
    }
}
