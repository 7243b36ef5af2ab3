using System.ComponentModel;
using System.Globalization;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Live;
using Lesion.Gateway.Promotions;
using Lesion.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Http;

/// <summary><c>/v1/models</c>.</summary>
internal static class ModelsApi
{
    /// <summary>Days.</summary>
    private const int DefaultWindow = 30;

    private const int LongestWindow = 3650;

    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        var models = routes.MapGroup("/v1/models").WithTags("Model versions"); // "Models" is what the page of the API calls its schemas.
        models.MapGet("", ListAsync).WithName("ListModels").WithSummary("List published versions, the newest first")
            .ProducesProblem(400);
        models.MapGet("{version:int}", GetAsync).WithName("GetModel")
            .WithSummary("Manifest, decisions and activations of a version").ProducesProblem(404);
        models.MapGet("{version:int}/card", CardAsync).WithName("GetModelCard")
            .WithSummary("What whoever is to use a version has to know, as a page")
            .Produces(200, contentType: "text/html").ProducesProblem(404);
        models.MapGet("{version:int}/report", ReportAsync).WithName("GetModelReport")
            .WithSummary("The report of the training that made a version, as a page")
            .Produces(200, contentType: "text/html").ProducesProblem(404);
        models.MapGet("{version:int}/live", LiveAsync).WithName("GetLiveFigures")
            .WithSummary("How a version does on what it was really asked")
            .WithDescription(
                "Figures over the images whose label came after the version was trained, the share left to a person, and whether "
                + "its scores have moved away from those of its held-out images.")
            .ProducesProblem(400).ProducesProblem(404);
        models.MapPost("{version:int}:promote", PromoteAsync).WithName("PromoteModel")
            .WithSummary("Make a version the champion, or roll back to it, or make it the challenger")
            .WithDescription("Every inference instance swaps to it. The rule is not asked; the decision is kept in the history.")
            .Accepts<PromotionOrder>(isOptional: true, "application/json", "*/*").ProducesProblem(400).ProducesProblem(404);
    }

    private static async Task<Ok<Page<ModelResource>>> ListAsync(
        [AsParameters] PageQuery page,
        [FromServices] Promoter promoter,
        [FromServices] IDbContextFactory<CatalogContext> contexts,
        CancellationToken cancellationToken)
    {
        var below = int.TryParse(Cursor.Parse(page.Cursor).Id, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last
            : int.MaxValue;
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await catalog.Models.AsNoTracking()
            .Where(model => model.Version < below)
            .OrderByDescending(model => model.Version)
            .Take(page.Take + 1)
            .ToListAsync(cancellationToken);
        var champion = await promoter.ChampionAsync(cancellationToken);
        return TypedResults.Ok(rows.ToPage(
            page.Take,
            row => new Cursor(row.CreatedAt, $"{row.Version}"),
            row => ModelResource.Of(row, champion)));
    }

    private static async Task<Results<Ok<ModelDetails>, ProblemHttpResult>> GetAsync(
        int version,
        [FromServices] Promoter promoter,
        [FromServices] IDbContextFactory<CatalogContext> contexts,
        CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        if (await catalog.Models.FindAsync([version], cancellationToken) is not { } row)
        {
            return NoSuchModel(version);
        }

        var decisions = await catalog.Promotions.AsNoTracking()
            .Where(decision => decision.Version == version)
            .OrderByDescending(decision => decision.At)
            .ToListAsync(cancellationToken);
        var activations = await catalog.Activations.AsNoTracking()
            .Where(activation => activation.Version == version)
            .OrderBy(activation => activation.Instance)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new ModelDetails
        {
            Manifest = ModelResource.ManifestOf(row),
            IsChampion = (await promoter.ChampionAsync(cancellationToken))?.Version == version,
            Promotions = [.. decisions.Select(Decision)],
            Activations = [.. activations.Select(Activation)],
        });
    }

    private static Task<Results<FileContentHttpResult, ProblemHttpResult>> CardAsync(
        int version, [FromServices] IObjectStore store, CancellationToken cancellationToken) =>
        PageAsync(store, Keys.Card(version), $"There is no card of a version {version}.", cancellationToken);

    private static Task<Results<FileContentHttpResult, ProblemHttpResult>> ReportAsync(
        int version, [FromServices] IObjectStore store, CancellationToken cancellationToken) =>
        PageAsync(store, Keys.Report(version), $"There is no report of a version {version}.", cancellationToken);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PageAsync(
        IObjectStore store, string key, string missing, CancellationToken cancellationToken) =>
        await store.GetBytesAsync(Buckets.Models, key, cancellationToken) is { } page
            ? TypedResults.Bytes(page, "text/html; charset=utf-8")
            : Problems.NotFound($"{missing} GET /v1/models lists the versions.");

    private static async Task<Results<Ok<LiveFigures>, ProblemHttpResult>> LiveAsync(
        int version,
        [Description("Answers of so many days, 1 to 3650; 30 where it is absent.")] int? days,
        [FromServices] LiveEvaluation evaluation,
        [FromServices] TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (days is < 1 or > LongestWindow)
        {
            throw new BadRequestException("badDays", $"'days' is {days}: take 1 to {LongestWindow}.");
        }

        var since = time.GetUtcNow().AddDays(-(days ?? DefaultWindow));
        return await evaluation.EvaluateAsync(version, since, cancellationToken) is { } figures
            ? TypedResults.Ok(figures)
            : NoSuchModel(version);
    }

    private static async Task<Results<Ok<Promotion>, ProblemHttpResult>> PromoteAsync(
        int version,
        HttpRequest request,
        [FromServices] Promoter promoter,
        CancellationToken cancellationToken)
    {
        var order = await JsonBody.ReadAsync<PromotionOrder>(request, cancellationToken) ?? new PromotionOrder();
        if (order.By == Promoter.Rule)
        {
            throw new BadRequestException("badBy", $"'by' cannot be '{Promoter.Rule}', which means that nobody asked.");
        }

        if (order.Alias is not (Promoter.Champion or Promoter.Challenger))
        {
            throw new BadRequestException("badAlias", $"'alias' is '{Promoter.Champion}' or '{Promoter.Challenger}', not '{order.Alias}'.");
        }

        return await promoter.PromoteAsync(version, order.Alias, order.By, order.Reason, cancellationToken) is { } promotion
            ? TypedResults.Ok(promotion)
            : NoSuchModel(version);
    }

    private static Promotion Decision(PromotionRow row) => new()
    {
        Alias = row.Alias,
        Version = row.Version,
        Previous = row.Previous,
        Promoted = row.Promoted,
        By = row.By,
        Reason = row.Reason,
        At = row.At,
    };

    private static ModelActivated Activation(ActivationRow row) => new()
    {
        Version = row.Version,
        Instance = row.Instance,
        At = row.At,
        Error = row.Error,
    };

    private static ProblemHttpResult NoSuchModel(int version) =>
        Problems.NotFound($"There is no complete version {version}. GET /v1/models lists them.");
}
