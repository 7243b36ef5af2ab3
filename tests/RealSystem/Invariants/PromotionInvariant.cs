using System.Text;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Testing;

/// <summary>
/// One decision follows the other: the history's are a chain, in which each replaces the version that the one before had
/// made the champion; the alias holds its last, of a version that is published; and Triton's configuration names that version.
/// </summary>
internal sealed class PromotionInvariant(IObjectStore store)
{
    private static readonly string Alias = Keys.Alias("champion");

    public async Task<IReadOnlyList<Violation>> FindAsync(CancellationToken cancellationToken)
    {
        var history = await HistoryAsync(cancellationToken);
        var champion = await store.GetJsonAsync<Promotion>(Buckets.Models, Alias, cancellationToken);
        if (champion is null)
            return [.. history.Select(entry => new Violation(entry.Key, "promotes a version, and there is no champion."))];
        var ends = history.Where(entry => entry.Value == champion).ToList();
        return
        [
            .. ends.Count == 1 ? [] : new[] { new Violation(Alias, $"holds a decision that is in the history {ends.Count} times.") },
            .. Chain(history, champion),
            .. await OfChampionAsync(champion, cancellationToken),
        ];
    }

    /// <summary>The decisions in favour.</summary>
    private async Task<List<KeyValuePair<string, Promotion>>> HistoryAsync(CancellationToken cancellationToken)
    {
        var history = new List<KeyValuePair<string, Promotion>>();
        await foreach (var row in store.ListAsync(Buckets.Models, Keys.History, cancellationToken: cancellationToken))
        {
            var decision = await store.GetJsonAsync<Promotion>(Buckets.Models, row.Key, cancellationToken);
            if (decision!.Promoted)
                history.Add(new(row.Key, decision));
        }

        return history;
    }

    /// <summary>
    /// From no champion to this one there is a way over all decisions, each once. Times do not tell their order, for gateways
    /// have clocks of their own; but every version is entered as often as it is left, except for the first and the last.
    /// </summary>
    private static IEnumerable<Violation> Chain(List<KeyValuePair<string, Promotion>> history, Promotion champion)
    {
        var entered = history.CountBy(entry => entry.Value.Version).ToDictionary();
        var left = history.Where(entry => entry.Value.Previous is not null).CountBy(entry => entry.Value.Previous!.Value).ToDictionary();
        var firsts = history.Count(entry => entry.Value.Previous is null);
        if (firsts != 1)
            yield return new Violation(Keys.History, $"has {firsts} decisions that replace no champion.");
        foreach (var version in entered.Keys.Union(left.Keys).Order())
        {
            var (gained, lost) = (entered.GetValueOrDefault(version), left.GetValueOrDefault(version));
            if (gained - lost != (version == champion.Version ? 1 : 0))
            {
                yield return new Violation(
                    Keys.History, $"makes version {version} the champion {gained} times and replaces it {lost} times; the champion is {champion.Version}.");
            }
        }
    }

    private async Task<IReadOnlyList<Violation>> OfChampionAsync(Promotion champion, CancellationToken cancellationToken)
    {
        var manifest = await store.GetJsonAsync<ModelManifest>(Buckets.Models, Keys.ModelManifest(champion.Version), cancellationToken);
        if (manifest is null)
            return [new Violation(Alias, $"names version {champion.Version}, which is not published.")];
        var key = Keys.ModelConfig(manifest.Name);
        var config = await store.GetBytesAsync(Buckets.Models, key, cancellationToken) ?? [];
        return Encoding.UTF8.GetString(config).Contains($"versions: [ {champion.Version} ]", StringComparison.Ordinal)
            ? []
            : [new Violation(key, $"does not have Triton serve version {champion.Version}, the champion.")];
    }
}
