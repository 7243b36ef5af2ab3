using System.Text.Json;
using Lesion.Contracts;
using Lesion.Gateway.Catalog;
using Lesion.Storage;

namespace Lesion.Gateway.Projection;

/// <summary>What is said of versions: published, decided on, served.</summary>
internal static class ModelProjection
{
    public static async Task ApplyAsync(CatalogContext catalog, ModelManifest manifest)
    {
        if (await catalog.Models.FindAsync(manifest.Version) is null)
        {
            catalog.Models.Add(new ModelRow
            {
                Version = manifest.Version,
                CreatedAt = manifest.CreatedAt,
                Json = JsonSerializer.Serialize(manifest, LesionJson.Options),
            });
        }
    }

    public static async Task ApplyAsync(CatalogContext catalog, ModelActivated activated)
    {
        var known = await catalog.Activations.FindAsync(activated.Version, activated.Instance);
        if (known is null)
        {
            catalog.Activations.Add(known = new ActivationRow { Version = activated.Version, Instance = activated.Instance });
        }

        if (activated.At >= known.At)
        {
            (known.At, known.Error) = (activated.At, activated.Error);
        }
    }

    /// <param name="key">Of the decision in the registry's history.</param>
    public static async Task ApplyAsync(CatalogContext catalog, string key, Promotion promotion)
    {
        if (await catalog.Promotions.FindAsync(key) is null)
        {
            catalog.Promotions.Add(new PromotionRow
            {
                Key = key,
                Alias = promotion.Alias,
                Version = promotion.Version,
                Previous = promotion.Previous,
                Promoted = promotion.Promoted,
                By = promotion.By,
                Reason = promotion.Reason,
                At = promotion.At,
            });
        }
    }
}
