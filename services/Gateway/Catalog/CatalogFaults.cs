using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lesion.Gateway.Catalog;

/// <summary>Tells a database that is away from a value that no database would take.</summary>
internal static class CatalogFaults
{
    // Result codes of SQLite: https://sqlite.org/rescode.html
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;

    /// <summary>
    /// What a failure means to a caller: <see cref="CatalogUnavailableException"/> where the database is away, full or not
    /// migrated yet; <see cref="InvalidDataException"/> where it refuses a value; null where it is neither.
    /// </summary>
    public static Exception? Translate(Exception exception) => DatabaseFaultOf(exception) switch
    {
        PostgresException fault when IsAway(fault) => Away(fault.MessageText, exception),
        PostgresException { SqlState: ['2', '2', ..] } fault =>
            new InvalidDataException($"The catalog's database refuses a value: {fault.MessageText}.", exception),
        PostgresException => null,
        NpgsqlException fault => Away((fault.InnerException ?? fault).Message, exception),
        SqliteException { SqliteErrorCode: Busy or Locked or ReadOnly or InputOutput or Full or CannotOpen } fault =>
            Away(fault.Message, exception),
        _ => null,
    };

    private static DbException? DatabaseFaultOf(Exception exception) => exception switch
    {
        DbException fault => fault,
        DbUpdateException { InnerException: DbException fault } => fault,
        _ => null,
    };

    /// <summary>
    /// A session that was refused or ended; by the classes of https://www.postgresql.org/docs/current/errcodes-appendix.html no
    /// room, an operator's hand, or a fault of the system; tables that are not made yet; a standby, which nobody writes to.
    /// </summary>
    private static bool IsAway(PostgresException fault) =>
        fault.InvariantSeverity is "FATAL" or "PANIC"
        || fault.SqlState[..2] is "53" or "57" or "58"
        || fault.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.ReadOnlySqlTransaction;

    private static CatalogUnavailableException Away(string reason, Exception exception) =>
        new($"The catalog's database cannot be used now: {reason.TrimEnd('.')}.", exception);
}
