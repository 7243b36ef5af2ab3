using Lesion.Storage.S3;
using S3StoreSettings = Lesion.Storage.S3.S3Settings;

namespace Lesion.Testing;

/// <summary>
/// The system as it is deployed: each service a process of its own and any number of times, on a virtual host of the real
/// broker, an account of the real S3 store and a database of the real PostgreSQL, which are its own and go with it.
/// </summary>
public sealed class DeployedSystem : IAsyncDisposable
{
    private const int LogShown = 20_000;

    private readonly PrivateDatabase _catalog;
    private readonly Dictionary<string, string> _settings;
    private readonly List<ServiceProcess> _processes = [];

    private DeployedSystem(
        VirtualHost broker, S3Account account, PrivateDatabase catalog, IReadOnlyDictionary<string, string> settings)
    {
        (Broker, Account, _catalog) = (broker, account, catalog);
        Store = new S3ObjectStore(
            new S3StoreSettings(new Uri(account.Settings.Endpoint), account.Settings.AccessKey, account.Settings.SecretKey),
            TimeProvider.System);
        _settings = new Dictionary<string, string>(settings)
        {
            ["Lesion__Bus"] = broker.Bus.ToString(),
            ["Lesion__Catalog"] = catalog.ConnectionString,
            ["Lesion__Storage__Endpoint"] = account.Settings.Endpoint,
            ["Lesion__Storage__AccessKey"] = account.Settings.AccessKey,
            ["Lesion__Storage__SecretKey"] = account.Settings.SecretKey,
        };
    }

    public VirtualHost Broker { get; }

    /// <summary>The connection string of the catalog's database, to look into it and to spoil it.</summary>
    public string Catalog => _catalog.ConnectionString;

    public S3Account Account { get; }

    /// <summary>The objects of the system, to look at them.</summary>
    public S3ObjectStore Store { get; }

    public IReadOnlyList<ServiceProcess> Processes => _processes;

    /// <summary>The first gateway; its <see cref="ServiceProcess.Http"/> is the system's HTTP API.</summary>
    public ServiceProcess Gateway => Of(Service.Gateway).First();

    /// <summary>The last of what each process wrote, one after the other; for a test that failed.</summary>
    public string Log => string.Join(
        '\n',
        _processes.Select(process => $"=== {process.Service} at {process.Http.BaseAddress}\n{Last(process.Log)}"));

    /// <summary>Makes a system in which nothing runs yet, on ready buckets. Skips the test where a server is missing.</summary>
    /// <param name="settings">Environment variables of every process, such as <c>Lesion__Ingestion__SweepInterval</c>.</param>
    public static async Task<DeployedSystem> CreateAsync(
        IReadOnlyDictionary<string, string>? settings = null, CancellationToken cancellationToken = default)
    {
        RealServers.Require(RealServer.Rabbit, RealServer.S3, RealServer.Postgres);
        var system = new DeployedSystem(
            await VirtualHost.CreateAsync(),
            await S3Account.CreateAsync(),
            await PrivateDatabase.CreateAsync(),
            settings ?? new Dictionary<string, string>());
        await new S3Preparation(system.Store).RunAsync(cancellationToken);
        return system;
    }

    /// <summary>The instances of a service.</summary>
    public IEnumerable<ServiceProcess> Of(Service service) => _processes.Where(process => process.Service == service);

    /// <summary>Adds an instance of each of these services (one that is named twice: two), and waits until all can work.</summary>
    public Task StartAsync(IEnumerable<Service> services, CancellationToken cancellationToken = default)
    {
        var added = services.Select(service => Add(service)).ToList();
        added.ForEach(process => process.Start());
        return Task.WhenAll(added.Select(process => process.ReadyAsync(cancellationToken)));
    }

    /// <summary>Adds an instance that does not run yet.</summary>
    /// <param name="settings">Environment variables of this process alone; they outrank those of the system.</param>
    public ServiceProcess Add(Service service, IReadOnlyDictionary<string, string>? settings = null)
    {
        var all = new Dictionary<string, string>(_settings);
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            all[name] = value;
        var process = new ServiceProcess(service, all);
        _processes.Add(process);
        return process;
    }

    /// <summary>Runs a command of <c>lesion</c> with the system's settings, as whoever operates it does.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public Task<string> CommandAsync(IEnumerable<string> arguments, CancellationToken cancellationToken = default) =>
        CommandLine.RunAsync(arguments, _settings, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        Store.Dispose();
        await _catalog.DisposeAsync();
        await Account.DisposeAsync();
        await Broker.DisposeAsync();
    }

    private static string Last(string log) => log.Length <= LogShown ? log : $"…{log[^LogShown..]}";
}
