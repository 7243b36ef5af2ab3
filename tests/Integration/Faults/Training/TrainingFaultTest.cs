using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lesion.Contracts;
using Lesion.Storage;
using Lesion.Testing;

namespace Lesion.Integration.Faults;

/// <summary>A system of its own with images that are prepared, on which a test trains while it does something bad to it.</summary>
public abstract class TrainingFaultTest : IAsyncLifetime
{
    private const int Images = 80;

    /// <summary>A slice for every step, and who is dead is soon taken for it.</summary>
    protected static readonly IReadOnlyDictionary<string, string> ShortSlices = new Dictionary<string, string>
    {
        ["Lesion__Training__StepsASlice"] = "1",
        ["Lesion__Training__Threads"] = "1",
        ["Lesion__Training__Lease"] = "00:00:03",
        ["Lesion__Training__SweepInterval"] = "00:00:01",
        ["Lesion__Gateway__SweepInterval"] = "00:00:02",
        ["Lesion__Inference__SweepInterval"] = "00:00:02",
        ["Lesion__Preprocessing__SweepInterval"] = "00:00:05",
    };

    private readonly List<DroppedFile> _dropped = [];

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected DeployedSystem Deployed { get; private set; } = null!;

    protected BrokerClient Client { get; private set; } = null!;

    protected InvariantChecker Invariants { get; private set; } = null!;

    /// <summary>What is prepared.</summary>
    protected IReadOnlyList<DroppedFile> Dropped => _dropped;

    protected virtual IReadOnlyDictionary<string, string> Settings => ShortSlices;

    /// <summary>What runs beside one gateway and what prepares images.</summary>
    protected virtual IEnumerable<Service> Services => [Service.Training, Service.Training];

    public async ValueTask InitializeAsync()
    {
        Deployed = await DeployedSystem.CreateAsync(Settings, Cancellation);
        await Deployed.StartAsync([Service.Gateway, Service.Ingestion, Service.Preprocessing, .. Services], Cancellation);
        Client = await BrokerClient.ConnectAsync(Deployed.Broker, Cancellation);
        Invariants = new InvariantChecker(Deployed);
        using var inbox = new InboxClient(Deployed.Account.Settings);
        for (var index = 0; index < Images; index++)
        {
            var key = $"{(index % 2 == 0 ? "benign" : "malignant")}/{index:d3}.jpg";
            _dropped.Add(await inbox.DropAsync(new FileToDrop(key, MixedFiles.Picture(index, "training")), Cancellation));
        }

        await SettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine(Deployed.Log);
        Invariants?.Dispose();
        if (Client is not null)
            await Client.DisposeAsync();
        if (Deployed is not null)
            await Deployed.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits until every invariant holds.</summary>
    protected Task SettleAsync() => Invariants.SettleAsync(_dropped, cancellationToken: Cancellation);

    /// <summary>Asks for a small training by HTTP.</summary>
    /// <returns>Its id.</returns>
    protected async Task<string> TrainAsync(int seed = 1)
    {
        var order = new JsonObject
        {
            ["seed"] = seed,
            ["recipe"] = JsonNode.Parse("""{"preset": "small", "input": {"size": 32}, "phases": [{"kind": "probe", "penalties": [0.1]}]}"""),
        };
        using var answer = await Deployed.Gateway.Http.PostAsJsonAsync("v1/trainings", order, Cancellation);
        answer.EnsureSuccessStatusCode();
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["id"]!;
    }

    protected Task<TrainingHead?> HeadAsync(string trainingId) =>
        Deployed.Store.GetJsonAsync<TrainingHead>(Buckets.Models, Keys.TrainingHead(trainingId), Cancellation);

    protected Task<TrainingOutcome?> OutcomeAsync(string trainingId) =>
        Deployed.Store.GetJsonAsync<TrainingOutcome>(Buckets.Models, Keys.TrainingOutcome(trainingId), Cancellation);

    /// <summary>Waits until a training has ended.</summary>
    protected async Task<TrainingOutcome> EndAsync(string trainingId)
    {
        await Until.IsTrueAsync($"training {trainingId} has ended", async () => await OutcomeAsync(trainingId) is not null, Cancellation);
        return (await OutcomeAsync(trainingId))!;
    }

    /// <summary>Stops a trainer, by whatever means, while it holds a slice.</summary>
    /// <param name="stop">Stops it.</param>
    /// <param name="goOn">Undoes that, where it was between two slices.</param>
    /// <returns>The trainer.</returns>
    protected async Task<ServiceProcess> StopHolderAsync(
        string trainingId, Func<ServiceProcess, Task> stop, Func<ServiceProcess, Task> goOn)
    {
        ServiceProcess? caught = null;
        await Until.IsTrueAsync(
            "a trainer holds a slice",
            async () =>
            {
                if (await HeadAsync(trainingId) is not { Slice: > 0, Worker: { } worker } || HolderOf(worker) is not { } holder)
                    return false;
                await stop(holder);
                if ((await HeadAsync(trainingId))!.Worker == worker)
                    caught = holder;
                else
                    await goOn(holder);
                return caught is not null;
            },
            Cancellation);
        (await OutcomeAsync(trainingId)).ShouldBeNull("It was stopped too late: the training had ended.");
        return caught!;
    }

    /// <summary>The versions that are published, in their order.</summary>
    protected async Task<List<int>> VersionsAsync() =>
        await Deployed.Store.ListAsync(Buckets.Models, Keys.ModelRoot, cancellationToken: Cancellation)
            .Select(row => row.Key[Keys.ModelRoot.Length..].Split('/'))
            .Where(parts => parts is [_, "manifest.json"])
            .Select(parts => int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture))
            .Order()
            .ToListAsync(Cancellation);

    /// <summary>A worker's name holds the number of its process.</summary>
    protected ServiceProcess? HolderOf(string worker) => Deployed.Of(Service.Training)
        .FirstOrDefault(trainer => trainer.IsRunning && worker.Contains($"-{trainer.Id}-", StringComparison.Ordinal));
}
