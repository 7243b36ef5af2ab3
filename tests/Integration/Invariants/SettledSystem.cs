using System.Text;
using Lesion.Testing;

namespace Lesion.Integration.Invariants;

/// <summary>
/// A system that has taken in a few files and in which nobody works any more, so that what a test spoils stays spoilt. It is
/// made by the first test that asks, which is skipped where the servers are missing.
/// </summary>
public sealed class SettledSystem : IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoSweeps = new()
    {
        ["Lesion__Ingestion__SweepInterval"] = "1.00:00:00",
        ["Lesion__Gateway__SweepInterval"] = "1.00:00:00",
    };

    private readonly List<DroppedFile> _dropped = [];
    private Task? _settled;

    public DeployedSystem Deployed { get; private set; } = null!;

    public BrokerClient Client { get; private set; } = null!;

    public InvariantChecker Invariants { get; private set; } = null!;

    public InboxClient Inbox { get; private set; } = null!;

    /// <summary>All that was dropped, in the order of the properties below.</summary>
    public IReadOnlyList<DroppedFile> Dropped => _dropped;

    public DroppedFile Good => _dropped[0];

    /// <summary>The same bytes as <see cref="Good"/>.</summary>
    public DroppedFile Again => _dropped[1];

    /// <summary>A good picture that nobody dropped twice.</summary>
    public DroppedFile Lone => _dropped[2];

    /// <summary>No picture.</summary>
    public DroppedFile Text => _dropped[3];

    /// <summary>A picture by its header alone.</summary>
    public DroppedFile CutShort => _dropped[4];

    public Task SettleAsync(CancellationToken cancellationToken) => _settled ??= MakeAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Inbox?.Dispose();
        Invariants?.Dispose();
        if (Client is not null)
            await Client.DisposeAsync();
        if (Deployed is not null)
            await Deployed.DisposeAsync();
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        Deployed = await DeployedSystem.CreateAsync(NoSweeps, cancellationToken);
        Inbox = new InboxClient(Deployed.Account.Settings);
        Invariants = new InvariantChecker(Deployed);
        Client = await BrokerClient.ConnectAsync(Deployed.Broker, cancellationToken);
        foreach (var file in Files())
            _dropped.Add(await Inbox.DropAsync(file, cancellationToken));

        // The first sweep of Ingestion finds them; whom it tells must have a queue by then.
        await Deployed.StartAsync([Service.Gateway, Service.Preprocessing], cancellationToken);
        await Deployed.StartAsync([Service.Ingestion], cancellationToken);
        await Invariants.SettleAsync(_dropped, cancellationToken: cancellationToken);
        await Deployed.Of(Service.Ingestion).Single().EndAsync(cancellationToken);
        await Deployed.Of(Service.Preprocessing).Single().EndAsync(cancellationToken);
    }

    private static IEnumerable<FileToDrop> Files()
    {
        var picture = MixedFiles.Picture(0, "settled");
        return
        [
            new FileToDrop("benign/good.jpg", picture),
            new FileToDrop("malignant/again.jpg", picture),
            new FileToDrop("benign/single.jpg", MixedFiles.Picture(1, "settled")),
            new FileToDrop("benign/text.txt", Encoding.UTF8.GetBytes("No picture."), "notAnImage"),
            new FileToDrop("benign/short.jpg", MixedFiles.Picture(2, "settled").AsMemory(0, 900), "truncated"),
        ];
    }
}
