using System.ComponentModel;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Gateway.Projection;
using Lesion.ServiceDefaults.Bus;
using Lesion.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Http;

/// <summary><c>/v1/images</c>.</summary>
internal static class ImagesApi
{
    public static void MapImages(this IEndpointRouteBuilder routes)
    {
        var images = routes.MapGroup("/v1/images").WithTags("Images");
        images.MapPost("", DropAsync).WithName("DropImage").WithSummary("Drop an image")
            .WithDescription("The body is the image (JPEG, PNG, WebP, TIFF or BMP), or a multipart form whose first file is the"
                + " image. It goes the way of every file in the inbox; the answer says under which id it will be known.")
            .Accepts<IFormFile>("image/jpeg", "image/png", "image/webp", "image/tiff", "image/bmp", "multipart/form-data", "*/*")
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(503);
        images.MapGet("", ListAsync).WithName("ListImages").WithSummary("List images, the newest first")
            .ProducesProblem(400);
        images.MapGet("{id}", GetAsync).WithName("GetImage").WithSummary("All that is known of an image")
            .ProducesProblem(404);
        images.MapPut("{id}/label", LabelAsync).WithName("LabelImage").WithSummary("Label an image")
            .WithDescription("A person's label outranks label sheets and folders, and settles a conflict between them.")
            .Accepts<LabelChange>("application/json", "*/*").ProducesProblem(400).ProducesProblem(404);
        routes.MapGet("/v1/rejections", RejectionsAsync).WithTags("Images").WithName("ListRejections")
            .WithSummary("List dropped files that were refused, and why, the newest first").ProducesProblem(400);
    }

    private static async Task<Accepted<AcceptedImage>> DropAsync(
        HttpContext context,
        [Description("The label, such as 'malignant'; absent where it is not known.")] string? label,
        [Description("Patient or lesion: images of one group are never split between training and test.")] string? group,
        [FromServices] ImageIntake intake,
        CancellationToken cancellationToken)
    {
        var accepted = await intake.TakeInAsync(context, label, group, cancellationToken);
        return TypedResults.Accepted($"/v1/images/{accepted.ImageId}", accepted);
    }

    private static async Task<Ok<Page<ImageResource>>> ListAsync(
        [AsParameters] PageQuery page,
        [AsParameters] ImageQuery query,
        [FromServices] IDbContextFactory<CatalogContext> contexts,
        CancellationToken cancellationToken)
    {
        var after = Cursor.Parse(page.Cursor);
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await query.Filter(catalog, catalog.Images.AsNoTracking().Where(image => image.IsIngested))
            .Where(image => image.FirstDroppedAt < after.Time
                || (image.FirstDroppedAt == after.Time && string.Compare(image.Id, after.Id) > 0))
            .OrderByDescending(image => image.FirstDroppedAt)
            .ThenBy(image => image.Id)
            .Take(page.Take + 1)
            .Select(image => new { Image = image, IsPrepared = catalog.Prepared.Any(row => row.ImageId == image.Id) })
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(rows.ToPage(
            page.Take,
            row => new Cursor(row.Image.FirstDroppedAt, row.Image.Id),
            row => ImageResource.Of(row.Image, row.IsPrepared)));
    }

    private static async Task<Results<Ok<ImageDetails>, ProblemHttpResult>> GetAsync(
        string id,
        [FromServices] IDbContextFactory<CatalogContext> contexts,
        CancellationToken cancellationToken)
    {
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var image = await catalog.Images.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == id && row.IsIngested, cancellationToken);
        return image is null
            ? NoSuchImage(id)
            : TypedResults.Ok(ImageDetails.Of(
                image,
                await catalog.Drops.AsNoTracking().Where(drop => drop.ImageId == id).ToListAsync(cancellationToken),
                await catalog.Prepared.AsNoTracking().Where(row => row.ImageId == id).ToListAsync(cancellationToken)));
    }

    private static async Task<Results<Ok<LabelRecord>, ProblemHttpResult>> LabelAsync(
        string id,
        HttpRequest request,
        [FromServices] IObjectStore store,
        [FromServices] CatalogWriter catalog,
        [FromServices] Announcer announcer,
        [FromServices] TimeProvider time,
        CancellationToken cancellationToken)
    {
        var change = await JsonBody.ReadAsync<LabelChange>(request, cancellationToken)
            ?? throw new BadRequestException("badRequest", "Send the label, as in {\"label\": \"malignant\"}.");
        var label = change.Label is null ? null : ImageIntake.LabelOf(change.Label);
        if (!IsImageId(id) || await store.HeadAsync(Buckets.Images, Keys.Image(id), cancellationToken) is null)
        {
            return NoSuchImage(id);
        }

        var record = new LabelRecord
        {
            ImageId = id,
            Label = label,
            Source = LabelSource.Person,
            LabelledAt = time.GetUtcNow(),
        };
        var put = await store.PutJsonAsync(Buckets.Images, Keys.Label(id), record, cancellationToken: cancellationToken);
        await catalog.WriteAsync(rows => ImageProjection.ApplyAsync(rows, record, put.ETag), cancellationToken);
        await announcer.AnnounceAsync(new ImageLabelled { Label = record });
        return TypedResults.Ok(record);
    }

    private static async Task<Ok<Page<ImageRejected>>> RejectionsAsync(
        [AsParameters] PageQuery page,
        [FromServices] IDbContextFactory<CatalogContext> contexts,
        CancellationToken cancellationToken)
    {
        var after = Cursor.Parse(page.Cursor);
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await catalog.Rejections.AsNoTracking()
            .Where(row => row.RejectedAt < after.Time
                || (row.RejectedAt == after.Time && string.Compare(row.Key, after.Id) > 0))
            .OrderByDescending(row => row.RejectedAt)
            .ThenBy(row => row.Key)
            .Take(page.Take + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(rows.ToPage(page.Take, row => new Cursor(row.RejectedAt, row.Key), row => new ImageRejected
        {
            DropKey = row.DropKey,
            Quarantined = new ObjectReference { Bucket = Buckets.Images, Key = row.Key },
            Reason = row.Reason,
            Message = row.Message,
            RejectedAt = row.RejectedAt,
            ImageId = row.ImageId,
        }));
    }

    private static bool IsImageId(string id) => id.Length == 64 && id.All(char.IsAsciiHexDigitLower);

    private static ProblemHttpResult NoSuchImage(string id) => Problems.NotFound(
        $"There is no image '{id}'. An image that was just dropped appears when it is ingested; what was refused is listed"
        + " under /v1/rejections.");
}
