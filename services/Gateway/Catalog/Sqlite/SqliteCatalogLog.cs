namespace Lesion.Gateway.Catalog.Sqlite;

internal static partial class SqliteCatalogLog
{
    [LoggerMessage(LogLevel.Warning, "The catalog's file is made new and filled from the object store: {Reason}.")]
    public static partial void Remaking(ILogger logger, string reason);
}
