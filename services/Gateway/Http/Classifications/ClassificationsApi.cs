using System.ComponentModel;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Http;

/// <summary><c>GET /v1/classifications</c>; the inference service takes the POST.</summary>
internal static class ClassificationsApi
{
    public static void MapClassifications(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/classifications", ListAsync).WithTags("Classifications").WithName("ListClassifications")
            .WithSummary("List answers, by HTTP and by message, the newest first").ProducesProblem(400);

    private static async Task<Ok<Page<ImageClassified>>> ListAsync(
        [AsParameters] PageQuery page,
        [Description("Only answers about this image.")] string? imageId,
        [FromServices] IDbContextFactory<CatalogContext> contexts,
        CancellationToken cancellationToken)
    {
        var after = Cursor.Parse(page.Cursor);
        await using var catalog = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await catalog.Classifications.AsNoTracking()
            .Where(row => imageId == null || row.ImageId == imageId)
            .Where(row => row.ClassifiedAt < after.Time
                || (row.ClassifiedAt == after.Time && string.Compare(row.RequestId, after.Id) > 0))
            .OrderByDescending(row => row.ClassifiedAt)
            .ThenBy(row => row.RequestId)
            .Take(page.Take + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(rows.ToPage(
            page.Take,
            row => new Cursor(row.ClassifiedAt, row.RequestId),
            row => JsonSerializer.Deserialize<ImageClassified>(row.Json, LesionJson.Options)!));
    }
}
