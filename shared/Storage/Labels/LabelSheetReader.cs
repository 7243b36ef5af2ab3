using System.Text;
using Lesion.Contracts;

namespace Lesion.Storage.Labels;

/// <summary>
/// Reads a <c>labels.csv</c>: columns <c>filename</c> and any of <c>label</c>, <c>group</c>, <c>split</c>,
/// <c>patient_id</c>, <c>lesion_id</c>, in any order and case; others are ignored. UTF-8, with or without a byte order mark;
/// separated by commas, or by semicolons where the header is. One bad row refuses the whole sheet.
/// </summary>
public static class LabelSheetReader
{
    private const int ErrorsShown = 5;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="BadLabelSheetException">The sheet cannot be used; the message names the rows.</exception>
    public static IReadOnlyList<LabelSheetRow> Read(Stream csv)
    {
        // The encoding is never guessed from a mark: UTF-16 is refused like any other bytes that are no UTF-8.
        using var reader = new StreamReader(csv, StrictUtf8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        try
        {
            if (reader.Peek() == '\uFEFF')
                reader.Read();
            return Read(reader);
        }
        catch (DecoderFallbackException)
        {
            throw new BadLabelSheetException("It is not UTF-8 text; save it as 'CSV UTF-8'.");
        }
    }

    private static List<LabelSheetRow> Read(StreamReader reader)
    {
        var headerLine = reader.ReadLine() ?? "";
        var separator = !headerLine.Contains(',') && headerLine.Contains(';') ? ';' : ',';
        var columns = LabelSheetColumns.Parse(new CsvReader(new StringReader(headerLine), separator, firstRow: 1).Read() ?? []);

        var rows = new List<LabelSheetRow>();
        var errors = new List<string>();
        var csv = new CsvReader(reader, separator, firstRow: 2);
        while (csv.Read() is { } fields)
        {
            if (fields.TrueForAll(string.IsNullOrWhiteSpace))
                continue;
            try
            {
                rows.Add(columns.Row(fields));
            }
            catch (Exception exception) when (exception is BadLabelSheetException or InvalidLabelException)
            {
                errors.Add($"Row {csv.Row}: {exception.Message}");
            }
        }

        if (errors.Count > 0)
            throw new BadLabelSheetException(Describe(errors));
        return rows.Count > 0
            ? rows
            : throw new BadLabelSheetException("It has a header and no rows; add a row for each image.");
    }

    private static string Describe(List<string> errors)
    {
        var more = errors.Count > ErrorsShown ? $" … and {errors.Count - ErrorsShown} more rows." : "";
        return string.Join(" ", errors.Take(ErrorsShown)) + more;
    }
}
