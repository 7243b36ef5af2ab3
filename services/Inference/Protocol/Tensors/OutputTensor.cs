using System.Buffers;
using System.Text.Json;

namespace Lesion.Inference.Protocol.Tensors;

/// <summary>A tensor of an answer.</summary>
internal abstract record OutputTensor(string Name, string Datatype, long[] Shape)
{
    /// <summary>Bytes in binary.</summary>
    public abstract int BinarySize { get; }

    /// <summary>Writes the elements as items of a JSON array, row-major.</summary>
    public abstract void WriteItems(Utf8JsonWriter json);

    /// <summary>Writes the elements row-major and little-endian.</summary>
    public abstract void WriteBinary(IBufferWriter<byte> body);
}
