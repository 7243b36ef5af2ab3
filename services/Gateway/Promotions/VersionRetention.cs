using System.Globalization;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Lesion.Gateway.Promotions;

/// <summary>
/// Deletes versions that the settings no longer keep. First a version is marked, after which it cannot be promoted; when the
/// mark is old enough, so that no promotion begun before is still under way, it is deleted: network and manifest first, since without them
/// nothing serves it, and the catalog's row last. What a crash left half deleted is found by the mark, which nobody takes back
/// then. Claim and mark stay, so that no number is given twice.
/// </summary>
internal sealed partial class VersionRetention(
    IObjectStore store,
    IDbContextFactory<CatalogContext> contexts,
    CatalogWriter catalog,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<VersionRetention> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (all, expired) = await VersionsAsync(cancellationToken);
        var marked = await MarkedAsync(all, cancellationToken);
        var named = await NamedAsync(cancellationToken);
        foreach (var version in all.Union(marked))
        {
            if (marked.Contains(version) && !named.Contains(version) && await IsHalfDeletedAsync(version, cancellationToken))
            {
                await DeleteAsync(version, cancellationToken);
            }
            else if (!expired.Contains(version) || named.Contains(version))
            {
                await UnmarkAsync(version, marked, cancellationToken);
            }
            else if (!marked.Contains(version))
            {
                await MarkAsync(version, cancellationToken);
            }
            else if (await IsDueAsync(version, cancellationToken))
            {
                await DeleteAsync(version, cancellationToken);
            }
        }
    }

    private async Task<(List<int> All, HashSet<int> Expired)> VersionsAsync(CancellationToken cancellationToken)
    {
        await using var rows = await contexts.CreateDbContextAsync(cancellationToken);
        var all = await rows.Models.AsNoTracking().OrderByDescending(model => model.Version)
            .Select(model => new
            {
                model.Version,
                model.CreatedAt,
                IsWeighed = rows.Promotions.Any(decision => decision.Version == model.Version && decision.By == Promoter.Rule),
            })
            .ToListAsync(cancellationToken);
        var before = time.GetUtcNow() - options.Value.KeepFor;
        var expired = all.Skip(options.Value.KeepVersions ?? all.Count).Where(model => model.IsWeighed && model.CreatedAt < before);
        return ([.. all.Select(model => model.Version)], [.. expired.Select(model => model.Version)]);
    }

    /// <summary>Versions that are marked and of which anything is left but that.</summary>
    private async Task<HashSet<int>> MarkedAsync(List<int> known, CancellationToken cancellationToken)
    {
        var files = await store.ListAsync(Buckets.Models, Keys.ModelRoot, cancellationToken: cancellationToken)
            .Select(row => row.Key)
            .ToLookupAsync(key => key[Keys.ModelRoot.Length..].Split('/')[0], cancellationToken: cancellationToken);
        var marked = new HashSet<int>();
        foreach (var folder in files)
        {
            if (int.TryParse(folder.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                && folder.Contains(Keys.ModelRetired(version))
                && (known.Contains(version) || folder.Any(key => !IsKept(version, key))))
            {
                marked.Add(version);
            }
        }

        return marked;
    }

    private static bool IsKept(int version, string key) => key == Keys.ModelClaim(version) || key == Keys.ModelRetired(version);

    private async Task<bool> IsHalfDeletedAsync(int version, CancellationToken cancellationToken) =>
        await store.GetJsonAsync<ModelManifest>(Buckets.Models, Keys.ModelManifest(version), cancellationToken) is not { } manifest
        || await store.HeadAsync(Buckets.Models, Keys.ModelFile(manifest.Name, version), cancellationToken) is null;

    /// <summary>What an alias names, and what it named before: there one rolls back to.</summary>
    private async Task<HashSet<int>> NamedAsync(CancellationToken cancellationToken)
    {
        var named = new HashSet<int>();
        await foreach (var row in store.ListAsync(Buckets.Models, Keys.Alias("")[..^".json".Length], cancellationToken: cancellationToken))
        {
            if (await store.GetJsonAsync<Promotion>(Buckets.Models, row.Key, cancellationToken) is { } alias)
            {
                named.Add(alias.Version);
                named.Add(alias.Previous ?? alias.Version);
            }
        }

        return named;
    }

    private async Task MarkAsync(int version, CancellationToken cancellationToken)
    {
        var mark = new RetiredVersion
        {
            MarkedAt = time.GetUtcNow(),
            Reason = $"Older than {options.Value.KeepFor}, and not among the newest {options.Value.KeepVersions}.",
        };
        if (await store.TryPutJsonAsync(Buckets.Models, Keys.ModelRetired(version), mark, cancellationToken))
        {
            LogMarked(logger, version, options.Value.Grace);
        }
    }

    private async Task UnmarkAsync(int version, HashSet<int> marked, CancellationToken cancellationToken)
    {
        if (marked.Contains(version))
        {
            await store.DeleteAsync(Buckets.Models, Keys.ModelRetired(version), cancellationToken);
        }
    }

    private async Task<bool> IsDueAsync(int version, CancellationToken cancellationToken)
    {
        var mark = await store.GetJsonAsync<RetiredVersion>(Buckets.Models, Keys.ModelRetired(version), cancellationToken);
        return mark is not null
            && mark.MarkedAt + options.Value.Grace <= time.GetUtcNow()
            && !(await NamedAsync(cancellationToken)).Contains(version);
    }

    private async Task DeleteAsync(int version, CancellationToken cancellationToken)
    {
        var key = Keys.ModelManifest(version);
        if (await store.GetJsonAsync<ModelManifest>(Buckets.Models, key, cancellationToken) is { } manifest)
        {
            // The network may lie in another folder, which only the manifest knows: the one file that goes before it.
            await store.DeleteAsync(Buckets.Models, Keys.ModelFile(manifest.Name, version), cancellationToken);
            await store.DeleteAsync(Buckets.Models, key, cancellationToken);
        }

        var rest = await store.ListAsync(Buckets.Models, Keys.Model(version, ""), cancellationToken: cancellationToken)
            .Select(row => row.Key).Where(name => !IsKept(version, name)).ToListAsync(cancellationToken);
        foreach (var file in rest)
        {
            await store.DeleteAsync(Buckets.Models, file, cancellationToken);
        }

        await catalog.WriteAsync(async rows => await ForgetAsync(rows, version), cancellationToken);
        LogDeleted(logger, version);
    }

    private static async Task ForgetAsync(CatalogContext rows, int version)
    {
        if (await rows.Models.FindAsync(version) is { } row)
        {
            rows.Models.Remove(row);
        }
    }

    [LoggerMessage(LogLevel.Information, "Version {Version} will be deleted in {Grace}; raise Lesion:Retention to keep it.")]
    private static partial void LogMarked(ILogger logger, int version, TimeSpan grace);

    [LoggerMessage(LogLevel.Information, "Version {Version} was deleted.")]
    private static partial void LogDeleted(ILogger logger, int version);
}
