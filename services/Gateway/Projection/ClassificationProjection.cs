using System.Text.Json;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Storage;

namespace Lesion.Gateway.Projection;

/// <summary>Answers to requests. The first answer to a request stays; the challenger's may come to it later.</summary>
internal static class ClassificationProjection
{
    public static async Task ApplyAsync(CatalogContext catalog, ImageClassified classified)
    {
        if (await catalog.Classifications.FindAsync(classified.RequestId) is { } known)
        {
            if (classified.Shadow is not null && classified.Classification?.ImageId == known.ImageId)
            {
                known.Json = JsonSerializer.Serialize(classified, LesionJson.Options);
            }
        }
        else
        {
            catalog.Classifications.Add(new ClassificationRow
            {
                RequestId = classified.RequestId,
                ClassifiedAt = classified.ClassifiedAt,
                ImageId = classified.Classification?.ImageId,
                Label = classified.Classification?.Label,
                Decision = classified.Classification?.Decision,
                ModelVersion = classified.Classification?.Model.Version,
                Json = JsonSerializer.Serialize(classified, LesionJson.Options),
            });
        }
    }
}
