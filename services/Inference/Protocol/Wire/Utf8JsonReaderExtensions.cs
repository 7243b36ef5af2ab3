using System.Text.Json;

namespace Lesion.Inference.Protocol.Wire;

/// <summary>Steps through a request; what is of another kind than expected is named.</summary>
internal static class Utf8JsonReaderExtensions
{
    /// <summary>Steps onto the next property's name, or the end of the object.</summary>
    public static bool NextProperty(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Steps onto the next item, or the end of the array.</summary>
    public static bool NextItem(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Steps onto the value of the property that the reader is at, if it has this name.</summary>
    public static bool TryEnter(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    public static void Require(this ref Utf8JsonReader reader, JsonTokenType kind, string what)
    {
        if (reader.TokenType != kind)
        {
            throw new ProtocolException($"{what} must be {(kind == JsonTokenType.StartObject ? "a JSON object" : "an array")}.");
        }
    }

    public static string Text(this ref Utf8JsonReader reader, string what) => reader.TokenType == JsonTokenType.String
        ? reader.GetString()!
        : throw new ProtocolException($"{what} must be a string.");

    public static bool Truth(this ref Utf8JsonReader reader, string what) => reader.TokenType is JsonTokenType.True or JsonTokenType.False
        ? reader.GetBoolean()
        : throw new ProtocolException($"{what} must be true or false.");

    public static long Whole(this ref Utf8JsonReader reader, string what) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number >= 0
            ? number
            : throw new ProtocolException($"{what} must be a whole number, 0 or more.");
}
