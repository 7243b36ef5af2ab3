using System.Globalization;
using System.Net.ServerSentEvents;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Trainings;
using Lesion.ServiceDefaults.Bus;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Http;

/// <summary><c>/v1/trainings</c>.</summary>
internal static class TrainingsApi
{
    private const string LastEventId = "Last-Event-ID";

    public static void MapTrainings(this IEndpointRouteBuilder routes)
    {
        var trainings = routes.MapGroup("/v1/trainings").WithTags("Trainings");
        trainings.MapPost("", RequestAsync).WithName("RequestTraining").WithSummary("Train a new version")
            .WithDescription("Freezes all labelled and prepared images as a dataset and trains on it. Without a body the preset"
                + " 'fast' is taken. The answer comes before the training begins: follow it under its address.")
            .Accepts<TrainingOrder>(isOptional: true, "application/json", "*/*").ProducesProblem(400).ProducesProblem(503);
        trainings.MapGet("", ListAsync).WithName("ListTrainings").WithSummary("List trainings, the newest first")
            .ProducesProblem(400);
        trainings.MapGet("{id}", GetAsync).WithName("GetTraining").WithSummary("How far a training is")
            .ProducesProblem(404);
        trainings.MapGet("{id}/events", EventsAsync).WithName("FollowTraining").WithSummary("Follow a training")
            .WithDescription("Server-sent events: 'progress' for every slice from the first, then one 'ended'. With"
                + " Last-Event-ID it goes on after that slice.")
            .Produces<string>(contentType: "text/event-stream").ProducesProblem(404);
        trainings.MapDelete("{id}", CancelAsync).WithName("CancelTraining").WithSummary("Cancel a training")
            .WithDescription("A training under way ends after the slice that is being done.")
            .ProducesProblem(404);
    }

    private static async Task<Accepted<TrainingResource>> RequestAsync(
        HttpRequest request,
        [FromServices] TrainingStarter starter,
        [FromServices] Announcer announcer,
        [FromServices] TimeProvider time,
        [FromServices] IDbContextFactory<CatalogContext> contexts,
        CancellationToken cancellationToken)
    {
        var order = await JsonBody.ReadAsync<TrainingOrder>(request, cancellationToken) ?? new TrainingOrder();
        var asked = order.As(TrainingRules.NewTrainingId(time.GetUtcNow(), Guid.NewGuid()));
        if (TrainingRules.FaultOf(asked) is { } fault)
        {
            throw new BadRequestException("badTraining", fault);
        }

        var accepted = await starter.AcceptAsync(asked.TrainingId!, asked, cancellationToken);
        await announcer.AnnounceAsync(asked);
        var training = await FindAsync(contexts, accepted.TrainingId, cancellationToken);
        return TypedResults.Accepted($"/v1/trainings/{accepted.TrainingId}", training);
    }

    private static async Task<Ok<Page<TrainingResource>>> ListAsync(
        [AsParameters] PageQuery page,
        [FromServices] IDbContextFactory<CatalogContext> contexts,
        CancellationToken cancellationToken)
    {
        var after = Cursor.Parse(page.Cursor);
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await WithProgress(catalog, catalog.Trainings.AsNoTracking()
                .Where(row => row.RequestedAt < after.Time
                    || (row.RequestedAt == after.Time && string.Compare(row.Id, after.Id) > 0))
                .OrderByDescending(row => row.RequestedAt)
                .ThenBy(row => row.Id)
                .Take(page.Take + 1))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(rows.ToPage(
            page.Take,
            row => new Cursor(row.Training.RequestedAt, row.Training.Id),
            row => TrainingResource.Of(row.Training, row.Progress)));
    }

    private static async Task<Results<Ok<TrainingResource>, ProblemHttpResult>> GetAsync(
        string id,
        [FromServices] IDbContextFactory<CatalogContext> contexts,
        CancellationToken cancellationToken) =>
        await FindAsync(contexts, id, cancellationToken) is { } training
            ? TypedResults.Ok(training)
            : NoSuchTraining(id);

    private static async Task<Results<ServerSentEventsResult<string>, ProblemHttpResult>> EventsAsync(
        string id,
        HttpRequest request,
        [FromServices] TrainingWatch watch,
        [FromServices] IDbContextFactory<CatalogContext> contexts,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(contexts, id, cancellationToken) is null)
        {
            return NoSuchTraining(id);
        }

        var hasSeen = int.TryParse(request.Headers[LastEventId], NumberStyles.None, CultureInfo.InvariantCulture, out var last);
        IAsyncEnumerable<SseItem<string>> events = watch.FollowAsync(id, hasSeen ? last : -1, cancellationToken);
        return TypedResults.ServerSentEvents(events);
    }

    private static async Task<Results<Accepted<TrainingResource>, ProblemHttpResult>> CancelAsync(
        string id,
        [FromServices] TrainingStarter starter,
        [FromServices] IDbContextFactory<CatalogContext> contexts,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(contexts, id, cancellationToken) is not { } training)
        {
            return NoSuchTraining(id);
        }

        if (training.EndedAt is null)
        {
            await starter.CancelAsync(id, cancellationToken);
        }

        return TypedResults.Accepted($"/v1/trainings/{id}", training);
    }

    private static async Task<TrainingResource?> FindAsync(
        IDbContextFactory<CatalogContext> contexts,
        string id,
        CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await WithProgress(catalog, catalog.Trainings.AsNoTracking().Where(training => training.Id == id))
            .SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : TrainingResource.Of(row.Training, row.Progress);
    }

    private static IQueryable<TrainingWithProgress> WithProgress(
        CatalogContext catalog,
        IQueryable<TrainingRow> trainings) =>
        trainings.Select(training => new TrainingWithProgress(
            training,
            catalog.Progress
                .Where(progress => progress.TrainingId == training.Id)
                .OrderByDescending(progress => progress.Slice)
                .FirstOrDefault()));

    private static ProblemHttpResult NoSuchTraining(string id) =>
        Problems.NotFound($"There is no training '{id}'. GET /v1/trainings lists them.");

    private sealed record TrainingWithProgress(TrainingRow Training, ProgressRow? Progress);
}
