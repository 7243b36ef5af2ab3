using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Testing;

/// <summary>Every dropped object is exactly one image or exactly one quarantined file, and nothing is there that nobody dropped.</summary>
internal static class DropInvariant
{
    public static IEnumerable<Violation> Find(StoreSnapshot store, IReadOnlyCollection<DroppedFile> dropped)
    {
        var records = store.Drops.ToLookup(drop => drop.Record.DropId);
        var quarantine = store.Quarantine.ToLookup(file => file.DropId);
        return
        [
            .. store.Inbox.Select(left => new Violation($"'{left.Key}' (version {left.VersionId})", "still lies in the inbox.")),
            .. dropped.SelectMany(file => OfDrop(file, store, [.. records[file.DropId]], [.. quarantine[file.DropId]])),
            .. store.Drops.SelectMany(drop => OfRecord(drop.Key, drop.Record, store)),
            .. store.Images.Where(image => image.Key != image.Value)
                .Select(image => new Violation(Keys.Image(image.Key), "does not hold the bytes that its name says.")),
            .. store.Images.Keys.Except(store.Drops.Select(drop => drop.Record.ImageId))
                .Select(id => new Violation(Keys.Image(id), "has no record of a drop.")),
            .. Undropped(store, dropped),
        ];
    }

    private static IEnumerable<Violation> OfDrop(
        DroppedFile file,
        StoreSnapshot store,
        IReadOnlyList<(string Key, DropRecord Record)> records,
        IReadOnlyList<QuarantinedObject> quarantined)
    {
        if (records.Count == 0 && quarantined.Count == 0)
        {
            // What still lies in the inbox is told of already.
            if (!store.Inbox.Contains((file.Key, file.VersionId)))
                yield return new Violation($"{file}", "is lost: neither an image nor in the quarantine.");
            yield break;
        }

        if (records.Count > 1)
            yield return new Violation($"{file}", $"has {records.Count} records of its drop.");
        if (quarantined.Count > 1)
            yield return new Violation($"{file}", $"lies in the quarantine {quarantined.Count} times.");
        if (file.Refusal is null && quarantined.Count > 0)
            yield return new Violation($"{file}", $"is a good picture and lies in the quarantine: {quarantined[0].Record?.Reason}.");
        if (file.Refusal is { } refusal && (quarantined.Count == 0 || quarantined[0].Record?.Reason != refusal))
            yield return new Violation($"{file}", $"does not lie in the quarantine for '{refusal}'.");
        foreach (var (key, _) in records.Where(drop => drop.Record.ImageId != file.ImageId))
            yield return new Violation(key, $"names another image than the bytes of {file}.");
    }

    private static IEnumerable<Violation> OfRecord(string key, DropRecord record, StoreSnapshot store)
    {
        if (key != Keys.Drop(record.ImageId, record.DropId) || record.DropId != DroppedFile.IdOf(record.Key, record.VersionId))
            yield return new Violation(key, "does not lie where its content says.");
        if (!store.Images.ContainsKey(record.ImageId))
            yield return new Violation(key, $"is a drop of {Keys.Image(record.ImageId)}, which is not there.");
    }

    /// <summary>A put without an answer may have been a drop; any other that we do not know was none.</summary>
    private static IEnumerable<Violation> Undropped(StoreSnapshot store, IReadOnlyCollection<DroppedFile> dropped)
    {
        var known = dropped.Select(file => file.DropId).ToHashSet();
        var unconfirmed = dropped.GroupBy(file => file.Key).ToDictionary(same => same.Key, same => same.Sum(file => file.Unconfirmed));
        var strange = store.Drops.Select(drop => (drop.Key, drop.Record.DropId, Dropped: drop.Record.Key))
            .Concat(store.Quarantine.Select(file => (file.Key, file.DropId, Dropped: file.Record?.DropKey ?? "")))
            .Where(kept => !known.Contains(kept.DropId));
        return strange.GroupBy(kept => kept.Dropped)
            .SelectMany(same => same.DistinctBy(kept => kept.DropId).Skip(unconfirmed.GetValueOrDefault(same.Key)))
            .Select(kept => new Violation(kept.Key, "is of something that nobody dropped."));
    }
}
