namespace Lesion.Gateway.Tests.Support;

/// <summary>What a catalog lies on.</summary>
public enum CatalogDatabase
{
    Sqlite,
    Postgres,
}
