namespace Lesion.Gateway.Http;

internal static class Paging
{
    /// <summary>A page from one row more than it shows, which says whether another page follows.</summary>
    public static Page<TItem> ToPage<TRow, TItem>(
        this IReadOnlyList<TRow> rows,
        int take,
        Func<TRow, Cursor> cursor,
        Func<TRow, TItem> item) =>
        new([.. rows.Take(take).Select(item)], rows.Count > take ? cursor(rows[take - 1]).ToString() : null);
}
