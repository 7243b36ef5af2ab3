using Lesion.Gateway.Catalog;
using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Trainings;

/// <summary>Changes whenever a dataset is recorded in the catalog, or the catalog is emptied.</summary>
internal readonly record struct FrozenSoFar(long Generation, int Datasets)
{
    /// <exception cref="CatalogUnavailableException">
    /// The catalog does not know all folds yet, because it is being filled from the object store.
    /// </exception>
    public static async Task<FrozenSoFar> ReadAsync(CatalogContext catalog, CancellationToken cancellationToken)
    {
        var state = await catalog.State.AsNoTracking().SingleAsync(cancellationToken);
        return state.IsComplete
            ? new FrozenSoFar(state.Generation, await catalog.Datasets.CountAsync(cancellationToken))
            : throw new CatalogUnavailableException(
                "The catalog is being rebuilt from the object store; no dataset is frozen until that is done.");
    }
}
