namespace Lesion.Testing;

/// <summary>No queue has a message left, but for what was really bad.</summary>
internal sealed class QueueInvariant(VirtualHost broker)
{
    /// <param name="bad">How many messages must lie in which queues, by name; in all others none.</param>
    public async Task<IReadOnlyList<Violation>> FindAsync(IReadOnlyDictionary<string, int> bad, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>();

        // Without statistics, which are seconds old; a queue whose leader is away shows no count.
        var queues = await broker.GetAsync($"queues/{broker.Name}?disable_stats=true&enable_queue_totals=true", cancellationToken);
        foreach (var queue in queues.EnumerateArray())
            counts[queue.GetProperty("name").GetString()!] = queue.TryGetProperty("messages", out var messages) ? messages.GetInt32() : -1;
        return
        [
            .. counts.Where(queue => queue.Value != bad.GetValueOrDefault(queue.Key)).Select(queue => new Violation(
                queue.Key, $"holds {queue.Value} messages in place of {bad.GetValueOrDefault(queue.Key)}.")),
            .. bad.Keys.Except(counts.Keys).Select(name => new Violation(name, "does not exist; it should hold what was bad.")),
        ];
    }
}
