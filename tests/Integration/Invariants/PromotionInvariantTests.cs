using System.Text.Json;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Integration.Invariants;

/// <summary>The checker sees every way in which alias, history and Triton's configuration can contradict each other.</summary>
public sealed class PromotionInvariantTests(SettledSystem system) : CheckerTest(system)
{
    private static readonly string Alias = Keys.Alias("champion");
    private static readonly string Config = Keys.ModelConfig(Keys.FirstFolder);

    private readonly Stack<Damage> _made = new();

    [Fact]
    public async Task Nothing_is_wrong_with_a_chain_that_ends_at_the_champion()
    {
        await MakeAsync(Decision(1, null), Decision(2, 1), Decision(3, 2), Decision(1, 3));
        (await CheckAsync()).ToString().ShouldBe("Every invariant holds.");
    }

    [Fact]
    public async Task A_decision_of_the_alias_that_is_not_in_the_history()
    {
        await MakeAsync(Decision(1, null), Decision(2, 1));
        await PutAsync(Alias, Decision(2, 1) with { Reason = "Another." });
        await ShouldFindAsync(Alias, "holds a decision that is in the history 0 times");
    }

    [Fact]
    public async Task A_decision_that_is_written_twice()
    {
        await MakeAsync(Decision(1, null), Decision(2, 1));
        await PutAsync(Keys.HistoryEntry(DateTimeOffset.UnixEpoch, Guid.NewGuid()), Decision(2, 1));
        await ShouldFindAsync(Alias, "holds a decision that is in the history 2 times");
        await ShouldFindAsync(Keys.History, "makes version 2 the champion 2 times and replaces it 0 times");
    }

    [Fact]
    public async Task A_decision_that_the_history_has_lost()
    {
        await MakeAsync(Decision(1, null), Decision(2, 1), Decision(3, 2));
        _made.Push(await Damage.RemoveAsync(Store, KeyOf(Decision(2, 1)), Buckets.Models));
        await ShouldFindAsync(Keys.History, "makes version 2 the champion 0 times and replaces it 1 times");
    }

    [Fact]
    public async Task Two_decisions_that_replace_the_same_champion()
    {
        await MakeAsync(Decision(1, null), Decision(2, 1), Decision(3, 1));
        await ShouldFindAsync(Keys.History, "makes version 1 the champion 1 times and replaces it 2 times");
    }

    [Fact]
    public async Task Two_decisions_that_are_the_first()
    {
        await MakeAsync(Decision(1, null), Decision(2, null));
        await ShouldFindAsync(Keys.History, "has 2 decisions that replace no champion");
    }

    [Fact]
    public async Task A_history_without_a_champion()
    {
        await MakeAsync(Decision(1, null));
        _made.Push(await Damage.RemoveAsync(Store, Alias, Buckets.Models));
        await ShouldFindAsync(KeyOf(Decision(1, null)), "there is no champion");
    }

    [Fact]
    public async Task A_champion_that_is_not_published()
    {
        await MakeAsync(Decision(1, null), Decision(2, 1));
        _made.Push(await Damage.RemoveAsync(Store, Keys.ModelManifest(2), Buckets.Models));
        await ShouldFindAsync(Alias, "names version 2, which is not published");
    }

    [Fact]
    public async Task A_configuration_of_another_version_and_none()
    {
        await MakeAsync(Decision(1, null), Decision(2, 1));
        await using (await Damage.PutAsync(Store, Config, "versions: [ 1 ]"u8.ToArray(), bucket: Buckets.Models))
            await ShouldFindAsync(Config, "does not have Triton serve version 2");
        _made.Push(await Damage.RemoveAsync(Store, Config, Buckets.Models));
        await ShouldFindAsync(Config, "does not have Triton serve version 2");
    }

    public override async ValueTask DisposeAsync()
    {
        while (_made.TryPop(out var made))
            await made.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>Publishes the versions and leaves behind what promotions leave.</summary>
    private async Task MakeAsync(params IReadOnlyList<Promotion> decisions)
    {
        foreach (var version in decisions.Select(decision => decision.Version).Distinct())
            _made.Push(await SampleVersion.PublishAsync(Store, version, SampleVersion.Manifest(version), Cancellation));
        foreach (var decision in decisions)
            await PutAsync(KeyOf(decision), decision);
        await PutAsync(Alias, decisions[^1]);
        var config = System.Text.Encoding.UTF8.GetBytes($"version_policy: {{ specific: {{ versions: [ {decisions[^1].Version} ] }} }}");
        _made.Push(await Damage.PutAsync(Store, Config, config, bucket: Buckets.Models));
    }

    private async Task PutAsync(string key, Promotion decision) => _made.Push(await Damage.PutAsync(
        Store, key, JsonSerializer.SerializeToUtf8Bytes(decision, LesionJson.Options), bucket: Buckets.Models));

    private static string KeyOf(Promotion decision) =>
        Keys.HistoryEntry(decision.At, new Guid(decision.Version, 0, 0, new byte[8]));

    private static Promotion Decision(int version, int? previous) => new()
    {
        Alias = "champion",
        Version = version,
        Previous = previous,
        Promoted = true,
        By = "person",
        Reason = $"In place of {previous?.ToString() ?? "nothing"}.",
        At = DateTimeOffset.UnixEpoch.AddDays(previous ?? 0),
    };
}
