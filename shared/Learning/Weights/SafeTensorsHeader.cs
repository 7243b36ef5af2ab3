using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Lesion.Learning.Weights;

/// <summary>The header of a safetensors file, checked: entries in the order of their bytes, which leave no gap.</summary>
internal sealed record SafeTensorsHeader(IReadOnlyList<SafeTensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    private const string MetadataKey = "__metadata__";
    private const int MaximumLength = 100_000_000; // the format's own limit

    private static readonly Dictionary<string, (ScalarType Type, int Size)> Types = new()
    {
        ["F64"] = (ScalarType.Float64, 8),
        ["F32"] = (ScalarType.Float32, 4),
        ["F16"] = (ScalarType.Float16, 2),
        ["BF16"] = (ScalarType.BFloat16, 2),
        ["I64"] = (ScalarType.Int64, 8),
        ["I32"] = (ScalarType.Int32, 4),
        ["I16"] = (ScalarType.Int16, 2),
        ["I8"] = (ScalarType.Int8, 1),
        ["U8"] = (ScalarType.Byte, 1),
        ["BOOL"] = (ScalarType.Bool, 1),
    };

    public static SafeTensorsHeader Read(Stream stream, string source)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw Damaged(source, "it is shorter than a header");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length is < 2 or > MaximumLength || (stream.CanSeek && (long)length > stream.Length - stream.Position))
            throw Damaged(source, "the length of its header is impossible");
        var json = new byte[length];
        if (stream.ReadAtLeast(json, json.Length, throwOnEndOfStream: false) < json.Length)
            throw Damaged(source, "it ends within its header");
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(document.RootElement, source);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Damaged(source, $"its header cannot be read ({e.Message})");
        }
    }

    public static byte[] Format(IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var header = new JsonObject();
        if (metadata is { Count: > 0 })
        {
            var texts = metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal);
            header[MetadataKey] = new JsonObject(texts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }
        var offset = 0L;
        foreach (var (name, tensor) in tensors)
        {
            var (typeName, size) = Types.Where(type => type.Value.Type == tensor.dtype)
                .Select(type => (type.Key, type.Value.Size))
                .DefaultIfEmpty()
                .First();
            if (typeName is null)
                throw new ArgumentException($"Tensor '{name}' is of type {tensor.dtype}, which safetensors cannot hold.", nameof(tensors));
            var end = offset + tensor.numel() * size;
            header[name] = new JsonObject
            {
                ["dtype"] = typeName,
                ["shape"] = new JsonArray([.. tensor.shape.Select(extent => (JsonNode)extent)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padded = (json.Length + 7) / 8 * 8; // tensors begin at a multiple of eight; JSON may end in spaces
        var bytes = new byte[8 + padded];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)padded);
        json.CopyTo(bytes, 8);
        bytes.AsSpan(8 + json.Length).Fill((byte)' ');
        return bytes;
    }

    private static SafeTensorsHeader Parse(JsonElement root, string source)
    {
        var metadata = new Dictionary<string, string>();
        var entries = new List<SafeTensorsEntry>();
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name != MetadataKey)
                entries.Add(ParseEntry(property, source));
            else
                foreach (var pair in property.Value.EnumerateObject())
                    metadata[pair.Name] = pair.Value.GetString() ?? "";
        }
        entries.Sort((a, b) => (a.Begin, a.Length).CompareTo((b.Begin, b.Length)));
        var expected = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != expected)
                throw Damaged(source, $"tensor '{entry.Name}' does not begin where the one before it ends");
            expected += entry.Length;
        }
        return entries.Select(entry => entry.Name).Distinct().Count() == entries.Count
            ? new SafeTensorsHeader(entries, metadata)
            : throw Damaged(source, "two of its tensors have one name");
    }

    private static SafeTensorsEntry ParseEntry(JsonProperty property, string source)
    {
        var typeName = property.Value.GetProperty("dtype").GetString() ?? "";
        if (!Types.TryGetValue(typeName, out var type))
            throw new InvalidDataException($"{source}: tensor '{property.Name}' is of type {typeName}, which is not supported.");
        var shape = property.Value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt64()).ToArray();
        var offsets = property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        try
        {
            if (shape.Any(extent => extent < 0) || offsets is not [>= 0, _])
                throw Damaged(source, $"tensor '{property.Name}' has an impossible shape or place");
            var length = checked(shape.Aggregate((long)type.Size, (product, extent) => checked(product * extent)));
            if (length != offsets[1] - offsets[0])
                throw Damaged(source, $"tensor '{property.Name}' has not as many bytes as its shape needs");
            if (length > Array.MaxLength)
                throw new InvalidDataException($"{source}: tensor '{property.Name}' is larger than 2 GiB, which is not supported.");
            return new SafeTensorsEntry(property.Name, type.Type, shape, offsets[0], length);
        }
        catch (OverflowException)
        {
            throw Damaged(source, $"tensor '{property.Name}' has an impossible shape");
        }
    }

    private static InvalidDataException Damaged(string source, string how) =>
        new($"{source} is no sound safetensors file: {how}. Fetch it again.");
}
