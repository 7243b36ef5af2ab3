using System.Net.Http.Json;
using Lesion.Contracts;
using Lesion.Integration.Invariants;
using Lesion.Storage;
using Lesion.Storage.S3;
using Lesion.Testing;

namespace Lesion.Integration.Faults;

/// <summary>Several versions are made the champion at the same time, each by two gateways.</summary>
public sealed class TwoPromotionsTests
{
    private const int Versions = 4;
    private const int Rounds = 5;

    /// <summary>Gateways heal what they find; here they must do without.</summary>
    private static readonly Dictionary<string, string> NoSweeps = new() { ["Lesion__Gateway__SweepInterval"] = "1.00:00:00" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_follows_the_other_and_all_that_tells_of_them_agrees()
    {
        await using var system = await DeployedSystem.CreateAsync(NoSweeps, Cancellation);
        await system.StartAsync([Service.Gateway, Service.Gateway], Cancellation);
        for (var version = 1; version <= Versions; version++)
            await SampleVersion.PublishAsync(system.Store, version, SampleVersion.Manifest(version), Cancellation);

        var answers = new List<Promotion>();
        for (var round = 0; round < Rounds; round++)
        {
            answers.AddRange(await Task.WhenAll(
                from version in Enumerable.Range(1, Versions)
                from gateway in system.Of(Service.Gateway)
                select PromoteAsync(gateway, version)));
        }

        using var invariants = new InvariantChecker(system);
        (await invariants.CheckAsync([], cancellationToken: Cancellation)).ToString().ShouldBe("Every invariant holds.");
        var history = await HistoryAsync(system.Store);
        history.ShouldBe(answers.Distinct(), ignoreOrder: true);
        history.Count.ShouldBeGreaterThanOrEqualTo(Rounds * (Versions - 1));
    }

    private static async Task<Promotion> PromoteAsync(ServiceProcess gateway, int version)
    {
        var order = new { By = "person", Reason = $"Asked of {gateway.Http.BaseAddress}." };
        using var answer = await gateway.Http.PostAsJsonAsync($"v1/models/{version}:promote", order, LesionJson.Options, Cancellation);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<Promotion>(LesionJson.Options, Cancellation))!;
    }

    private static async Task<List<Promotion>> HistoryAsync(S3ObjectStore store)
    {
        var history = new List<Promotion>();
        await foreach (var row in store.ListAsync(Buckets.Models, Keys.History, cancellationToken: Cancellation))
            history.Add((await store.GetJsonAsync<Promotion>(Buckets.Models, row.Key, Cancellation))!);
        return history;
    }
}
