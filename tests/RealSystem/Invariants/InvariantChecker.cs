namespace Lesion.Testing;

/// <summary>
/// Looks at the object store, the catalog (by HTTP) and the broker, and says what is not as it must be after any fault:
/// every dropped object is exactly one image or one quarantined file, every image is prepared once per recipe, the catalog
/// knows just that, every request has one answer, every published version is complete, promotions are one chain that ends at the champion, and no queue
/// holds anything but what was really bad.
/// </summary>
public sealed class InvariantChecker(DeployedSystem system) : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly InboxClient _inbox = new(system.Account.Settings);

    /// <summary>The ids of all requests that were ever made by message.</summary>
    public ISet<string> Asked { get; } = new HashSet<string>();

    /// <summary>Looks once.</summary>
    /// <param name="dropped">All that was ever dropped.</param>
    /// <param name="bad">How many messages must lie in which queues, by name; null: none in any.</param>
    public async Task<InvariantReport> CheckAsync(
        IReadOnlyCollection<DroppedFile> dropped,
        IReadOnlyDictionary<string, int>? bad = null,
        CancellationToken cancellationToken = default)
    {
        var store = await new SnapshotReader(system.Store, _inbox).ReadAsync(cancellationToken);
        var catalog = await CatalogSnapshot.ReadAsync(system.Gateway.Http, cancellationToken);
        return new InvariantReport(
        [
            .. DropInvariant.Find(store, dropped),
            .. PreparationInvariant.Find(store),
            .. CatalogInvariant.Find(store, catalog),
            .. await new RequestInvariant(system.Store).FindAsync([.. Asked], cancellationToken),
            .. await new VersionInvariant(system.Store).FindAsync(cancellationToken),
            .. await new PromotionInvariant(system.Store).FindAsync(cancellationToken),
            .. await QueuesAsync(bad, cancellationToken),
        ]);
    }

    /// <summary>Looks until everything is as it must be.</summary>
    /// <inheritdoc cref="CheckAsync" path="/param"/>
    /// <exception cref="TimeoutException">It is not, after three minutes; the message holds the last report.</exception>
    public async Task SettleAsync(
        IReadOnlyCollection<DroppedFile> dropped,
        IReadOnlyDictionary<string, int>? bad = null,
        CancellationToken cancellationToken = default)
    {
        using var timer = new PeriodicTimer(Between);
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var isLate = TimeProvider.System.GetElapsedTime(begun) > Patience;

            // The whole look takes its time, from the system as well.
            if (isLate || await IsQuietAsync(bad, cancellationToken))
            {
                var report = await CheckAsync(dropped, bad, cancellationToken);
                if (report.IsClean)
                    return;
                if (isLate)
                    throw new TimeoutException($"The system does not come to rest as it must be. {report}");
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    public void Dispose() => _inbox.Dispose();

    private async Task<bool> IsQuietAsync(IReadOnlyDictionary<string, int>? bad, CancellationToken cancellationToken) =>
        (await _inbox.ListVersionsAsync(cancellationToken)).Count == 0 && (await QueuesAsync(bad, cancellationToken)).Count == 0;

    private Task<IReadOnlyList<Violation>> QueuesAsync(IReadOnlyDictionary<string, int>? bad, CancellationToken cancellationToken) =>
        new QueueInvariant(system.Broker).FindAsync(bad ?? new Dictionary<string, int>(), cancellationToken);
}
