using Microsoft.EntityFrameworkCore;

namespace Lesion.Gateway.Catalog;

/// <summary>Opens the catalog for those who need not know which database it is.</summary>
internal sealed class CatalogFactory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<CatalogContext>
    where TContext : CatalogContext
{
    public CatalogContext CreateDbContext() => inner.CreateDbContext();
}
