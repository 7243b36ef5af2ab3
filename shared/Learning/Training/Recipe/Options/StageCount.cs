using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lesion.Learning.Training.Recipe.Options;

/// <summary>How many of a network's stages, from the top: a number, or all of them. In JSON a number or <c>"all"</c>.</summary>
[JsonConverter(typeof(JsonForm))]
public readonly record struct StageCount
{
    private readonly int _count;

    private StageCount(int count) => _count = count;

    public static StageCount All { get; } = new(int.MaxValue);

    public static implicit operator StageCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new StageCount(count);
    }

    public static StageCount FromInt32(int count) => count;

    /// <param name="stages">The network's.</param>
    public int Of(int stages) => Math.Min(_count, stages);

    public override string ToString() => this == All ? "all" : _count.ToString(CultureInfo.InvariantCulture);

    private sealed class JsonForm : JsonConverter<StageCount>
    {
        public override StageCount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetInt32(out var count) && count >= 0 => count,
            JsonTokenType.String when reader.ValueTextEquals("all") => All,
            _ => throw new JsonException("'stages' is neither a whole number from 0 nor \"all\"."),
        };

        public override void Write(Utf8JsonWriter writer, StageCount value, JsonSerializerOptions options)
        {
            if (value == All)
                writer.WriteStringValue("all");
            else
                writer.WriteNumberValue(value._count);
        }
    }
}
