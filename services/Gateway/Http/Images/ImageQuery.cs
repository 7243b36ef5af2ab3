using System.ComponentModel;
using Lesion.Gateway.Catalog;
using Microsoft.AspNetCore.Mvc;

namespace Lesion.Gateway.Http;

/// <summary>Which images are asked for.</summary>
internal sealed record ImageQuery
{
    [FromQuery(Name = "label")]
    [Description("Only images with this label.")]
    public string? Label { get; init; }

    [FromQuery(Name = "state")]
    [Description("Only images that are 'unlabelled', 'labelled' or 'conflicted'.")]
    public string? State { get; init; }

    [FromQuery(Name = "prepared")]
    [Description("Only images that are prepared, or only those that are not.")]
    public bool? Prepared { get; init; }

    /// <exception cref="BadRequestException">There is no such state.</exception>
    public IQueryable<ImageRow> Filter(CatalogContext catalog, IQueryable<ImageRow> images)
    {
        if (Label?.Trim().ToLowerInvariant() is { } label)
        {
            images = images.Where(image => image.Label == label);
        }

        if (State is not null)
        {
            var state = Enum.TryParse<LabelState>(State, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed)
                ? parsed
                : throw new BadRequestException(
                    "badState",
                    $"There is no state '{State}': take one of unlabelled, labelled, conflicted.");
            images = images.Where(image => image.LabelState == state);
        }

        return Prepared is { } prepared
            ? images.Where(image => catalog.Prepared.Any(row => row.ImageId == image.Id) == prepared)
            : images;
    }
}
