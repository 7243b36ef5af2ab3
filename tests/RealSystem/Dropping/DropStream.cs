using System.Collections.Concurrent;
using Lesion.Contracts;

namespace Lesion.Testing;

/// <summary>
/// Drops files one after the other, in as many stretches as a test likes, and tells Ingestion of each. The word is a hint:
/// where the broker is away, nobody hears it, as with any store's notification.
/// </summary>
public sealed class DropStream(DeployedSystem system, BrokerClient? word, IEnumerable<FileToDrop> files) : IDisposable
{
    private readonly ConcurrentQueue<FileToDrop> _waiting = new(files);
    private readonly ConcurrentQueue<DroppedFile> _dropped = new();
    private readonly InboxClient _inbox = new(system.Account.Settings);

    /// <summary>What lies, or lay, in the inbox, in the order of dropping.</summary>
    public IReadOnlyCollection<DroppedFile> Dropped => _dropped;

    /// <summary>Drops the next <paramref name="count"/> files, or all where so many are not left.</summary>
    public async Task DropAsync(int count, CancellationToken cancellationToken = default)
    {
        for (var done = 0; done < count && _waiting.TryDequeue(out var file); done++)
        {
            _dropped.Enqueue(await _inbox.DropAsync(file, cancellationToken));
            if (word is not null)
                await word.TryPublishAsync("lesion.inbox-object-dropped", new InboxObjectDropped { Key = file.Key }, cancellationToken);
        }
    }

    public void Dispose() => _inbox.Dispose();
}
