using System.Security.Cryptography;
using System.Text;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Http;
using Lesion.Gateway.Projection;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;
using Microsoft.Extensions.Options;

namespace Lesion.Gateway.Promotions;

/// <summary>
/// Decides which version has the alias <c>champion</c>. The alias is changed by compare-and-swap, so that of two decisions
/// at once the second is made anew; then Triton's configuration follows, the decision is written into the history, and everybody
/// is told. Each step may be repeated. Whoever moves the alias first sees that the decision which it holds is in the history, so
/// that a process that died before it wrote its own loses none.
/// </summary>
internal sealed partial class Promoter(
    IObjectStore store,
    CatalogWriter catalog,
    TritonRepository repository,
    Announcer announcer,
    IOptions<PromotionOptions> options,
    TimeProvider time,
    ILogger<Promoter> logger)
{
    public const string Champion = "champion";

    /// <summary>Who decides where no person does.</summary>
    public const string Rule = "rule";

    /// <summary>Weighs a version by the rule, once: a second call finds the decision.</summary>
    public async Task<Promotion> WeighAsync(ModelManifest challenger, CancellationToken cancellationToken)
    {
        var key = RuleKey(challenger);
        while (true)
        {
            // The alias before the history: what was decided and then undone by somebody is in the history by then, and is not
            // decided again; and whatever happens from here on makes the alias another.
            var alias = await AliasAsync(cancellationToken);
            if (alias?.Value is { By: Rule } champion && champion.Version == challenger.Version)
            {
                return await RecordAsync(key, champion, cancellationToken);
            }

            if (await ReadAsync(key, cancellationToken) is { } decided)
            {
                return decided;
            }

            var verdict = await JudgeAsync(alias?.Value.Version, challenger, cancellationToken);
            var decision = Decision(challenger.Version, alias?.Value.Version, Rule, verdict);
            if (!decision.Promoted || await TryMoveAliasAsync(decision, alias, cancellationToken))
            {
                return await RecordAsync(key, decision, cancellationToken);
            }
        }
    }

    /// <summary>Gives a version the alias because somebody says so; null where there is no such version.</summary>
    /// <exception cref="BadRequestException">The version is about to be deleted.</exception>
    public async Task<Promotion?> PromoteAsync(
        int version,
        string by,
        string reason,
        CancellationToken cancellationToken)
    {
        if (await store.HeadAsync(Buckets.Models, Keys.ModelManifest(version), cancellationToken) is null)
        {
            return null;
        }

        if (await store.HeadAsync(Buckets.Models, Keys.ModelRetired(version), cancellationToken) is not null)
        {
            throw new BadRequestException(
                "retired", $"Version {version} is about to be deleted; raise {RetentionOptions.Section}:{nameof(RetentionOptions.KeepVersions)} and wait for the next sweep.");
        }

        while (true)
        {
            var alias = await AliasAsync(cancellationToken);
            if (alias?.Value.Version == version)
            {
                return alias.Value.Value;
            }

            var decision = Decision(version, alias?.Value.Version, by, new Verdict(true, reason));
            if (await TryMoveAliasAsync(decision, alias, cancellationToken))
            {
                return await RecordAsync(MomentKey(decision), decision, cancellationToken);
            }
        }
    }

    /// <summary>Makes up for a process that died between the alias and what follows from it.</summary>
    public async Task HealAsync(CancellationToken cancellationToken)
    {
        if (await AliasAsync(cancellationToken) is { Value: var champion }
            && await MissingKeyAsync(champion, cancellationToken) is { } key)
        {
            await RecordAsync(key, champion, cancellationToken);
        }

        await repository.FollowAsync(cancellationToken);
    }

    /// <summary>The decision that the alias holds; null before the first model.</summary>
    public async Task<Promotion?> ChampionAsync(CancellationToken cancellationToken) =>
        (await AliasAsync(cancellationToken))?.Value;

    private async Task<Verdict> JudgeAsync(int? champion, ModelManifest challenger, CancellationToken cancellationToken)
    {
        if (champion is not { } version)
        {
            return new Verdict(true, "The first model.");
        }

        var manifest = await ManifestAsync(version, cancellationToken)
            ?? throw new InvalidDataException($"The champion is version {version}, but '{Keys.ModelManifest(version)}' is not there.");
        return PromotionRule.Weigh(
            await ContenderAsync(manifest, cancellationToken),
            await ContenderAsync(challenger, cancellationToken),
            options.Value);
    }

    private async Task<Contender> ContenderAsync(ModelManifest manifest, CancellationToken cancellationToken)
    {
        var key = Keys.Predictions(manifest.Version);
        var predictions = await store.GetJsonAsync<HeldOutPredictions>(Buckets.Models, key, cancellationToken)
            ?? throw new InvalidDataException($"Version {manifest.Version} was published without '{key}'.");
        return new Contender(manifest, predictions);
    }

    private Promotion Decision(int version, int? previous, string by, Verdict verdict) => new()
    {
        Alias = Champion,
        Version = version,
        Previous = previous,
        Promoted = verdict.Promoted,
        By = by,
        Reason = verdict.Reason,
        At = time.GetUtcNow(),
    };

    private Task<(Promotion Value, string ETag)?> AliasAsync(CancellationToken cancellationToken) =>
        store.GetJsonWithETagAsync<Promotion>(Buckets.Models, Keys.Alias(Champion), cancellationToken);

    private Task<Promotion?> ReadAsync(string key, CancellationToken cancellationToken) =>
        store.GetJsonAsync<Promotion>(Buckets.Models, key, cancellationToken);

    private Task<ModelManifest?> ManifestAsync(int version, CancellationToken cancellationToken) =>
        store.GetJsonAsync<ModelManifest>(Buckets.Models, Keys.ModelManifest(version), cancellationToken);

    private async Task<bool> TryMoveAliasAsync(
        Promotion decision, (Promotion Value, string ETag)? alias, CancellationToken cancellationToken)
    {
        if (alias is { Value: var champion } && await MissingKeyAsync(champion, cancellationToken) is { } missing)
        {
            await WriteAsync(missing, champion, cancellationToken);
        }

        try
        {
            var condition = alias is null ? new PutOptions { OnlyIfAbsent = true } : new PutOptions { OnlyIfETag = alias.Value.ETag };
            await store.PutJsonAsync(Buckets.Models, Keys.Alias(Champion), decision, condition, cancellationToken);
            return true;
        }
        catch (PreconditionFailedException)
        {
            return false;
        }
    }

    private async Task<Promotion> RecordAsync(string key, Promotion decision, CancellationToken cancellationToken)
    {
        if (decision.Promoted)
        {
            await repository.FollowAsync(cancellationToken);
        }

        decision = await WriteAsync(key, decision, cancellationToken);
        LogDecided(logger, decision.Version, decision.Promoted ? "is the champion" : "is not promoted", decision.By, decision.Reason);
        if (decision.Promoted)
        {
            await announcer.AnnounceAsync(new ModelPromoted { Promotion = decision });
        }

        return decision;
    }

    /// <summary>Writes a decision into the history, once.</summary>
    /// <returns>What stands there.</returns>
    private async Task<Promotion> WriteAsync(string key, Promotion decision, CancellationToken cancellationToken)
    {
        if (!await store.TryPutJsonAsync(Buckets.Models, key, decision, cancellationToken))
        {
            var written = await ReadAsync(key, cancellationToken) ?? decision;
            if (decision.Promoted && written != decision && key != MomentKey(decision))
            {
                // Another gateway refused the version at the same time, against another champion; yet the alias has moved.
                return await WriteAsync(MomentKey(decision), decision, cancellationToken);
            }

            decision = written;
        }

        await catalog.WriteAsync(rows => ModelProjection.ApplyAsync(rows, key, decision), cancellationToken);
        return decision;
    }

    /// <summary>Where in the history the alias's decision is to be written; null where it is there.</summary>
    private async Task<string?> MissingKeyAsync(Promotion champion, CancellationToken cancellationToken)
    {
        var moment = MomentKey(champion);
        var key = champion.By == Rule && await ManifestAsync(champion.Version, cancellationToken) is { } manifest
            ? RuleKey(manifest)
            : moment;
        return await ReadAsync(key, cancellationToken) == champion || await ReadAsync(moment, cancellationToken) == champion
            ? null
            : key;
    }

    private static string RuleKey(ModelManifest manifest) =>
        Keys.HistoryEntry(manifest.CreatedAt, Unique($"{Rule}/{manifest.Version}"));

    private static string MomentKey(Promotion decision) =>
        Keys.HistoryEntry(decision.At, Unique($"{decision.By}/{decision.Version}"));

    /// <summary>The same decision has the same key, so that it is recorded once.</summary>
    private static Guid Unique(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));

    [LoggerMessage(LogLevel.Information, "Version {Version} {Decision}, says {By}: {Reason}")]
    private static partial void LogDecided(ILogger logger, int version, string decision, string by, string reason);
}
