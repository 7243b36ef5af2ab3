using Lesion.Contracts;

namespace Lesion.Storage.Labels;

/// <summary>Which field of a row means what.</summary>
internal sealed class LabelSheetColumns
{
    private const string FileName = "filename";

    private static readonly string[] Known = [FileName, "label", "group", "split", "patient_id", "lesion_id"];

    private readonly Dictionary<string, int> _index;
    private readonly int _count;

    private LabelSheetColumns(Dictionary<string, int> index, int count)
    {
        _index = index;
        _count = count;
    }

    /// <exception cref="BadLabelSheetException">The header lacks what is needed.</exception>
    public static LabelSheetColumns Parse(List<string> header)
    {
        var index = new Dictionary<string, int>();
        for (var i = 0; i < header.Count; i++)
        {
            var name = header[i].Trim().ToLowerInvariant();
            if (Known.Contains(name) && !index.TryAdd(name, i))
                throw new BadLabelSheetException($"The header has the column '{name}' twice; remove one.");
        }

        if (!index.ContainsKey(FileName) || index.Count == 1)
        {
            throw new BadLabelSheetException(
                $"The first row must name the columns: 'filename' and at least one of {string.Join(", ", Known[1..])}; "
                + $"it is '{Shorten(string.Join(",", header))}'.");
        }

        return new LabelSheetColumns(index, header.Count);
    }

    /// <exception cref="BadLabelSheetException">The row cannot be used.</exception>
    /// <exception cref="InvalidLabelException">Its label is none.</exception>
    public LabelSheetRow Row(List<string> fields)
    {
        if (fields.Count != _count)
        {
            throw new BadLabelSheetException(
                $"it has {fields.Count} fields where the header has {_count}; put quotes around a field with a comma in it.");
        }

        return new LabelSheetRow
        {
            FileName = ParseFileName(Field(fields, FileName)),
            Label = Field(fields, "label") is { } label ? LabelName.Normalise(label) : null,
            Group = Field(fields, "group"),
            PatientId = Field(fields, "patient_id"),
            LesionId = Field(fields, "lesion_id"),
            Split = Field(fields, "split") is { } split ? ParseSplit(split) : null,
        };
    }

    private string? Field(List<string> fields, string column) =>
        _index.TryGetValue(column, out var i) && fields[i].Trim() is { Length: > 0 } text ? text : null;

    /// <summary>As keys are written: folders separated by '/', none in front.</summary>
    private static string ParseFileName(string? text)
    {
        if (text is null)
            throw new BadLabelSheetException("it has no filename; fill it in or remove the row.");
        var name = text.Replace('\\', '/');
        while (name.StartsWith("./", StringComparison.Ordinal))
            name = name[2..];
        name = name.TrimStart('/');
        return name.Length > 0 && !name.Split('/').Contains("..")
            ? name
            : throw new BadLabelSheetException($"the filename '{Shorten(text)}' is none; write it as 'photo.jpg' or 'folder/photo.jpg'.");
    }

    private static Split ParseSplit(string text) => text.ToLowerInvariant() switch
    {
        "train" => Split.Train,
        "val" => Split.Val,
        "test" => Split.Test,
        _ => throw new BadLabelSheetException($"the split '{Shorten(text)}' is none of train, val, test."),
    };

    private static string Shorten(string text) => text.Length <= 100 ? text : $"{text[..100]}…";
}
