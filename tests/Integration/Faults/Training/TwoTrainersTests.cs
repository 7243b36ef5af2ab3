using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lesion.Contracts;
using Lesion.Testing;

namespace Lesion.Integration.Faults;

/// <summary>Two trainers who are given the same slices, and of whom one dies.</summary>
public sealed class TwoTrainersTests : TrainingFaultTest
{
    [Fact]
    public async Task A_slice_that_is_sent_to_both_is_done_by_one()
    {
        var trainingId = await TrainAsync();

        await Until.IsTrueAsync(
            "the training has ended",
            async () =>
            {
                if (await HeadAsync(trainingId) is { } head)
                {
                    var slice = new TrainSlice { TrainingId = trainingId, Slice = head.Slice };
                    for (var copy = 0; copy < 4; copy++)
                        await Client.PublishAsync("lesion.train-slice", slice, Cancellation);
                }

                return await OutcomeAsync(trainingId) is not null;
            },
            Cancellation);

        (await OutcomeAsync(trainingId))!.Status.ShouldBe(TrainingStatus.Completed);
        await SettleAsync();
        (await VersionsAsync()).ShouldBe([1]);
        var done = Regex.Matches(Deployed.Log, $@"{trainingId}: slice (\d+) is next").Select(line => int.Parse(line.Groups[1].Value)).ToList();
        done.Order().ShouldBe(Enumerable.Range(1, done.Count));
        done.Count.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task What_a_killed_one_had_in_hand_the_other_does()
    {
        var trainingId = await TrainAsync();

        for (var death = 0; death < 2; death++)
        {
            var killed = await KillHolderAsync(trainingId);
            killed.Start();
        }

        var outcome = await EndAsync(trainingId);
        (outcome.Status, outcome.Version).ShouldBe((TrainingStatus.Completed, 1));
        await SettleAsync();
        (await VersionsAsync()).ShouldBe([1]);
    }

    [Fact]
    public async Task A_training_that_is_cancelled_while_its_worker_dies_is_cancelled_by_the_other()
    {
        var trainingId = await TrainAsync();
        await KillHolderAsync(trainingId);

        using (var answer = await Deployed.Gateway.Http.DeleteAsync($"v1/trainings/{trainingId}", Cancellation))
            answer.EnsureSuccessStatusCode();

        (await EndAsync(trainingId)).Status.ShouldBe(TrainingStatus.Cancelled);
        await Until.IsTrueAsync(
            "the catalog knows it",
            async () => (string?)(await Deployed.Gateway.Http.GetFromJsonAsync<JsonObject>($"v1/trainings/{trainingId}", Cancellation))!["status"] == "cancelled",
            Cancellation);
        await SettleAsync();
        (await VersionsAsync()).ShouldBeEmpty();
    }

    private Task<ServiceProcess> KillHolderAsync(string trainingId) => StopHolderAsync(
        trainingId,
        trainer => trainer.KillAsync(),
        trainer =>
        {
            trainer.Start();
            return Task.CompletedTask;
        });
}
