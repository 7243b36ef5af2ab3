using System.Buffers.Binary;
using System.Text.Json;

namespace Lesion.Inference.Protocol.Tensors;

/// <summary>The elements of tensors whose datatype and shape were checked.</summary>
internal static class TensorElements
{
    private const int LengthBytes = sizeof(uint);

    /// <returns>A part of the request's body where the tensor is binary, and so as short-lived.</returns>
    /// <exception cref="ProtocolException">They are not as many as the shape says, or no numbers from 0 to 255.</exception>
    public static ReadOnlyMemory<byte> UInt8(InputTensor tensor, long count)
    {
        if (tensor.Encoding == TensorEncoding.Json)
        {
            return Decode(tensor, count);
        }

        return tensor.Data.Length == count ? tensor.Data : throw WrongCount(tensor, count, tensor.Data.Length);
    }

    /// <returns>Parts of the request's body.</returns>
    /// <exception cref="ProtocolException">They came as JSON, are not as many as the shape says, or one ends early.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Bytes(InputTensor tensor, int count) => tensor.Encoding switch
    {
        TensorEncoding.Raw => [tensor.Data],
        TensorEncoding.Binary => Split(tensor, count),
        _ => throw new ProtocolException(
            $"Input '{tensor.Name}' holds binary files, which JSON cannot: send it as binary data (binary_data_size)."),
    };

    private static List<ReadOnlyMemory<byte>> Split(InputTensor tensor, int count)
    {
        var elements = new List<ReadOnlyMemory<byte>>(count);
        for (var left = tensor.Data; !left.IsEmpty;)
        {
            var length = left.Length < LengthBytes ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(left.Span);
            if (length > left.Length - LengthBytes)
            {
                throw new ProtocolException(
                    $"Input '{tensor.Name}' ends within element {elements.Count}: each element follows its length, 4 bytes little-endian.");
            }

            elements.Add(left.Slice(LengthBytes, (int)length));
            left = left[(LengthBytes + (int)length)..];
        }

        return elements.Count == count ? elements : throw WrongCount(tensor, count, elements.Count);
    }

    private static byte[] Decode(InputTensor tensor, long count)
    {
        var elements = new byte[count];
        var given = 0L;
        var reader = new Utf8JsonReader(tensor.Data.Span);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
            {
                continue; // nested or flat, the elements stand in the same order
            }

            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetByte(out var element))
            {
                throw new ProtocolException(
                    $"Input '{tensor.Name}' has at element {given} something else than a whole number from 0 to 255 ({tensor.Datatype}).");
            }

            if (given < count)
            {
                elements[given] = element;
            }

            given++;
        }

        return given == count ? elements : throw WrongCount(tensor, count, given);
    }

    private static ProtocolException WrongCount(InputTensor tensor, long expected, long given) => new(
        $"Input '{tensor.Name}' of shape [{string.Join(", ", tensor.Shape)}] and datatype {tensor.Datatype} has {given} elements; expected {expected}.");
}
