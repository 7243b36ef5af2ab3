using System.Text;

namespace Lesion.Storage.Labels;

/// <summary>Records of comma-separated values as RFC 4180 has them; line ends may be LF, CRLF or CR.</summary>
/// <param name="firstRow">The number of the first record, as a spreadsheet counts rows.</param>
internal sealed class CsvReader(TextReader text, char separator, int firstRow)
{
    private readonly StringBuilder _field = new();

    /// <summary>The number of the record read last; empty ones count.</summary>
    public int Row { get; private set; } = firstRow - 1;

    /// <summary>The next record's fields, null at the end. An empty line is one empty field.</summary>
    /// <exception cref="BadLabelSheetException">A quote is left open, or text follows a closing quote.</exception>
    public List<string>? Read()
    {
        if (text.Peek() < 0)
            return null;
        Row++;
        var fields = new List<string>();
        do
        {
            fields.Add(text.Peek() == '"' ? ReadQuoted() : ReadPlain());
        }
        while (SkipSeparator());
        return fields;
    }

    private string ReadPlain()
    {
        _field.Clear();
        while (text.Peek() is var next && next >= 0 && next != separator && next is not ('\r' or '\n'))
            _field.Append((char)text.Read());
        return _field.ToString();
    }

    private string ReadQuoted()
    {
        _field.Clear();
        text.Read();
        while (true)
        {
            var next = text.Read();
            if (next < 0)
                throw new BadLabelSheetException($"Row {Row} opens a quote that is never closed; close it or double it.");
            if (next == '"' && text.Peek() != '"')
                return _field.ToString();
            if (next == '"')
                text.Read();
            _field.Append((char)next);
        }
    }

    /// <summary>True where another field follows, false at the end of the record.</summary>
    private bool SkipSeparator()
    {
        var next = text.Read();
        if (next == separator)
            return true;
        if (next == '\r' && text.Peek() == '\n')
            text.Read();
        return next is < 0 or '\r' or '\n'
            ? false
            : throw new BadLabelSheetException(
                $"Row {Row} has text after a closing quote; double a quote that is part of the text.");
    }
}
