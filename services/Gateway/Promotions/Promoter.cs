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
/// Decides which version has the alias <c>champion</c>, and hands out the alias <c>challenger</c>. An alias is changed by
/// compare-and-swap, so that of two decisions at once the second is made anew; then, for the champion, Triton's configuration
/// follows, the decision is written into the history, and everybody is told. Each step may be repeated. Whoever moves the alias first sees that the decision which it holds is in the history, so
/// that a process that died before it wrote its own loses none.
/// </summary>
internal sealed partial class Promoter(
    IObjectStore store,
    CatalogWriter catalog,
    TritonRepository repository,
    Announcer announcer,
    GatewayTelemetry telemetry,
    IOptions<PromotionOptions> options,
    TimeProvider time,
    ILogger<Promoter> logger)
{
    public const string Champion = "champion";

    /// <summary>Is shown a share of the images beside the champion; only a person gives this alias.</summary>
    public const string Challenger = "challenger";

    /// <summary>Who decides where no person does.</summary>
    public const string Rule = "rule";

    /// <summary>Weighs a version by the rule, once: a second call finds the decision.</summary>
    public async Task<Promotion> WeighAsync(ModelManifest challenger, CancellationToken cancellationToken)
    {
        using var span = GatewayTelemetry.StartWeighing(challenger.Version);
        var key = RuleKey(challenger);
        while (true)
        {
            // The alias before the history: what was decided and then undone by somebody is in the history by then, and is not
            // decided again; and whatever happens from here on makes the alias another.
            var alias = await AliasAsync(Champion, cancellationToken);
            if (alias?.Value is { By: Rule } champion && champion.Version == challenger.Version)
            {
                return await RecordAsync(key, champion, cancellationToken);
            }

            if (await ReadAsync(key, cancellationToken) is { } decided)
            {
                return decided;
            }

            var verdict = await JudgeAsync(alias?.Value.Version, challenger, cancellationToken);
            var decision = Decision(Champion, challenger.Version, alias?.Value.Version, Rule, verdict);
            if (!decision.Promoted || await TryMoveAliasAsync(decision, alias, cancellationToken))
            {
                return await RecordAsync(key, decision, cancellationToken);
            }
        }
    }

    /// <summary>Gives a version an alias because somebody says so; null where there is no such version.</summary>
    /// <exception cref="BadRequestException">The version is about to be deleted.</exception>
    public async Task<Promotion?> PromoteAsync(
        int version,
        string name,
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
            var alias = await AliasAsync(name, cancellationToken);
            if (alias?.Value.Version == version)
            {
                return alias.Value.Value;
            }

            var decision = Decision(name, version, alias?.Value.Version, by, new Verdict(true, reason));
            if (await TryMoveAliasAsync(decision, alias, cancellationToken))
            {
                return await RecordAsync(MomentKey(decision), decision, cancellationToken);
            }
        }
    }

    /// <summary>Makes up for a process that died between the alias and what follows from it.</summary>
    /// <returns>How many decisions it made known.</returns>
    public async Task<int> HealAsync(CancellationToken cancellationToken)
    {
        var healed = 0;
        foreach (var name in (string[])[Champion, Challenger])
        {
            if (await AliasAsync(name, cancellationToken) is { Value: var held }
                && await MissingKeyAsync(held, cancellationToken) is { } key)
            {
                var trace = await store.GetTraceAsync(Buckets.Models, Keys.Alias(name), cancellationToken);
                using var span = GatewayTelemetry.StartHealing("promotion", trace);
                await RecordAsync(key, held, cancellationToken);
                healed++;
            }
        }

        await repository.FollowAsync(cancellationToken);
        return healed;
    }

    /// <summary>The decision that the alias <c>champion</c> holds; null before the first model.</summary>
    public async Task<Promotion?> ChampionAsync(CancellationToken cancellationToken) =>
        (await AliasAsync(Champion, cancellationToken))?.Value;

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

    private Promotion Decision(string name, int version, int? previous, string by, Verdict verdict) => new()
    {
        Alias = name,
        Version = version,
        Previous = previous,
        Promoted = verdict.Promoted,
        By = by,
        Reason = verdict.Reason,
        At = time.GetUtcNow(),
    };

    private Task<(Promotion Value, string ETag)?> AliasAsync(string name, CancellationToken cancellationToken) =>
        store.GetJsonWithETagAsync<Promotion>(Buckets.Models, Keys.Alias(name), cancellationToken);

    private Task<Promotion?> ReadAsync(string key, CancellationToken cancellationToken) =>
        store.GetJsonAsync<Promotion>(Buckets.Models, key, cancellationToken);

    private Task<ModelManifest?> ManifestAsync(int version, CancellationToken cancellationToken) =>
        store.GetJsonAsync<ModelManifest>(Buckets.Models, Keys.ModelManifest(version), cancellationToken);

    private async Task<bool> TryMoveAliasAsync(
        Promotion decision, (Promotion Value, string ETag)? alias, CancellationToken cancellationToken)
    {
        if (alias is { Value: var held } && await MissingKeyAsync(held, cancellationToken) is { } missing)
        {
            await WriteAsync(missing, held, cancellationToken);
        }

        try
        {
            var condition = alias is null ? new PutOptions { OnlyIfAbsent = true } : new PutOptions { OnlyIfETag = alias.Value.ETag };
            await store.PutJsonAsync(Buckets.Models, Keys.Alias(decision.Alias), decision, condition.WithTrace(), cancellationToken);
            return true;
        }
        catch (PreconditionFailedException)
        {
            return false;
        }
    }

    private async Task<Promotion> RecordAsync(string key, Promotion decision, CancellationToken cancellationToken)
    {
        if (decision is { Promoted: true, Alias: Champion })
        {
            await repository.FollowAsync(cancellationToken);
        }

        decision = await WriteAsync(key, decision, cancellationToken);
        LogDecided(logger, decision.Version, decision.Promoted ? $"is the {decision.Alias}" : "is not promoted", decision.By, decision.Reason);
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
        else
        {
            telemetry.RecordDecision(decision);
        }

        await catalog.WriteAsync(rows => ModelProjection.ApplyAsync(rows, key, decision), cancellationToken);
        return decision;
    }

    /// <summary>Where in the history the alias's decision is to be written; null where it is there.</summary>
    private async Task<string?> MissingKeyAsync(Promotion held, CancellationToken cancellationToken)
    {
        var moment = MomentKey(held);
        var key = held.By == Rule && await ManifestAsync(held.Version, cancellationToken) is { } manifest
            ? RuleKey(manifest)
            : moment;
        return await ReadAsync(key, cancellationToken) == held || await ReadAsync(moment, cancellationToken) == held
            ? null
            : key;
    }

    private static string RuleKey(ModelManifest manifest) =>
        Keys.HistoryEntry(manifest.CreatedAt, Unique($"{Rule}/{manifest.Version}"));

    private static string MomentKey(Promotion decision) => Keys.HistoryEntry(
        decision.At,
        Unique(decision.Alias == Champion ? $"{decision.By}/{decision.Version}" : $"{decision.Alias}/{decision.By}/{decision.Version}"));

    /// <summary>The same decision has the same key, so that it is recorded once.</summary>
    private static Guid Unique(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));

    [LoggerMessage(LogLevel.Information, "Version {Version} {Decision}, says {By}: {Reason}")]
    private static partial void LogDecided(ILogger logger, int version, string decision, string by, string reason);
}
