using Lesion.Storage;
using Lesion.Testing;

namespace Lesion.Integration.Faults;

/// <summary>A system of its own that takes in a stream of 300 files, while a test does something bad to it.</summary>
public abstract class FaultTest : IAsyncLifetime
{
    protected const int Files = 300;
    protected const int Stretch = 100;

    /// <summary>
    /// Whoever loses messages is healed by the sweeps; some of their intervals are minutes, and no test needs to wait so long.
    /// </summary>
    private static readonly Dictionary<string, string> FrequentSweeps = new()
    {
        ["Lesion__Preprocessing__SweepInterval"] = "00:00:05",
        ["Lesion__Gateway__SweepInterval"] = "00:00:05",
    };

    /// <summary>
    /// Where messages alone must do, nothing may heal what they do wrong. But for the inbox: word of a key that was dropped
    /// twice is word of its latest version only.
    /// </summary>
    protected static IReadOnlyDictionary<string, string> NoSweeps { get; } = new Dictionary<string, string>
    {
        ["Lesion__Preprocessing__SweepInterval"] = "1.00:00:00",
        ["Lesion__Gateway__SweepInterval"] = "1.00:00:00",
    };

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected DeployedSystem Deployed { get; private set; } = null!;

    protected BrokerClient Client { get; private set; } = null!;

    protected InvariantChecker Invariants { get; private set; } = null!;

    /// <summary>Files of this test, with a word for each.</summary>
    protected DropStream Stream { get; private set; } = null!;

    protected virtual IReadOnlyDictionary<string, string> Settings => FrequentSweeps;

    protected virtual IEnumerable<Service> Services => [Service.Gateway, Service.Ingestion, Service.Preprocessing];

    /// <summary>Whether Ingestion is told of each drop.</summary>
    protected virtual bool GivesWord => true;

    public async ValueTask InitializeAsync()
    {
        Deployed = await DeployedSystem.CreateAsync(Settings, Cancellation);
        await Deployed.StartAsync(Services, Cancellation);
        Client = await BrokerClient.ConnectAsync(Deployed.Broker, Cancellation);
        Invariants = new InvariantChecker(Deployed);
        Stream = new DropStream(Deployed, GivesWord ? Client : null, MixedFiles.Make(Files, "stream"));
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine(Deployed.Log);
        Stream.Dispose();
        Invariants.Dispose();
        await Client.DisposeAsync();
        await Deployed.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits until some images are prepared, so that a fault finds every service at work.</summary>
    protected Task AtWorkAsync() => Until.IsTrueAsync(
        "images are prepared",
        async () => await Deployed.Store.ListAsync(Buckets.Images, Keys.PreparedRoot, cancellationToken: Cancellation)
            .CountAsync(Cancellation) >= 10,
        Cancellation);

    protected Task SettleAsync()
    {
        Stream.Dropped.Count.ShouldBe(Files);
        return Invariants.SettleAsync(Stream.Dropped, cancellationToken: Cancellation);
    }

    /// <summary>The services' queues, each with the exchange that fills it.</summary>
    protected async Task<IReadOnlyList<(string Exchange, string Queue)>> QueuesAsync()
    {
        var queues = await Deployed.Broker.GetAsync($"queues/{Deployed.Broker.Name}?disable_stats=true", Cancellation);
        return
        [
            .. queues.EnumerateArray().Select(queue => queue.GetProperty("name").GetString()!)
                .Where(name => name.Split('.') is ["lesion", _, _])
                .Select(name => ($"lesion.{name.Split('.')[2]}", name)),
        ];
    }
}
