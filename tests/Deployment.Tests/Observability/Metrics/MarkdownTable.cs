namespace Lesion.Deployment.Tests.Observability.Metrics;

/// <summary>The tables of a Markdown document.</summary>
internal static class MarkdownTable
{
    /// <summary>The rows of every table with these columns, each row's cells in their order.</summary>
    public static IEnumerable<string[]> Rows(IEnumerable<string> document, params string[] columns)
    {
        var isWithin = false;
        foreach (var line in document)
        {
            if (!line.StartsWith('|'))
            {
                isWithin = false;
                continue;
            }

            var cells = line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries);
            if (cells.SequenceEqual(columns))
            {
                isWithin = true;
            }
            else if (isWithin && !cells.All(cell => cell.Trim('-', ':').Length == 0))
            {
                yield return cells.Length == columns.Length
                    ? cells
                    : throw new InvalidDataException($"This row has {cells.Length} cells, its table {columns.Length} columns: {line}");
            }
        }
    }
}
