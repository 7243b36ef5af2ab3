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
/// is told. Each step may be repeated.
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
        if (await store.GetJsonAsync<Promotion>(Buckets.Models, key, cancellationToken) is { } decided)
        {
            return decided;
        }

        while (true)
        {
            var alias = await AliasAsync(cancellationToken);
            if (alias?.Value is { By: Rule } champion && champion.Version == challenger.Version)
            {
                return await RecordAsync(key, champion, cancellationToken);
            }

            var verdict = await JudgeAsync(alias?.Value.Version, challenger, cancellationToken);
            var decision = Decision(challenger.Version, alias?.Value.Version, Rule, verdict);
            if (!decision.Promoted || await TryMoveAliasAsync(decision, alias?.ETag, cancellationToken))
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
            if (await TryMoveAliasAsync(decision, alias?.ETag, cancellationToken))
            {
                return await RecordAsync(PersonKey(decision), decision, cancellationToken);
            }
        }
    }

    /// <summary>Makes up for a process that died between the alias and what follows from it.</summary>
    public async Task HealAsync(CancellationToken cancellationToken)
    {
        // What the rule decided is made up for by weighing again.
        if (await AliasAsync(cancellationToken) is { Value: { By: not Rule } champion }
            && await store.HeadAsync(Buckets.Models, PersonKey(champion), cancellationToken) is null)
        {
            await RecordAsync(PersonKey(champion), champion, cancellationToken);
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

        var key = Keys.ModelManifest(version);
        var manifest = await store.GetJsonAsync<ModelManifest>(Buckets.Models, key, cancellationToken)
            ?? throw new InvalidDataException($"The champion is version {version}, but '{key}' is not there.");
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

    private async Task<bool> TryMoveAliasAsync(Promotion decision, string? etag, CancellationToken cancellationToken)
    {
        try
        {
            var condition = etag is null ? new PutOptions { OnlyIfAbsent = true } : new PutOptions { OnlyIfETag = etag };
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

        if (!await store.TryPutJsonAsync(Buckets.Models, key, decision, cancellationToken))
        {
            decision = await store.GetJsonAsync<Promotion>(Buckets.Models, key, cancellationToken) ?? decision;
        }

        await catalog.WriteAsync(rows => ModelProjection.ApplyAsync(rows, key, decision), cancellationToken);
        LogDecided(logger, decision.Version, decision.Promoted ? "is the champion" : "is not promoted", decision.By, decision.Reason);
        if (decision.Promoted)
        {
            await announcer.AnnounceAsync(new ModelPromoted { Promotion = decision });
        }

        return decision;
    }

    private static string RuleKey(ModelManifest manifest) =>
        Keys.HistoryEntry(manifest.CreatedAt, Unique($"{Rule}/{manifest.Version}"));

    private static string PersonKey(Promotion decision) =>
        Keys.HistoryEntry(decision.At, Unique($"{decision.By}/{decision.Version}"));

    /// <summary>The same decision has the same key, so that it is recorded once.</summary>
    private static Guid Unique(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));

    [LoggerMessage(LogLevel.Information, "Version {Version} {Decision}, says {By}: {Reason}")]
    private static partial void LogDecided(ILogger logger, int version, string decision, string by, string reason);
}
