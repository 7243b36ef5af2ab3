using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Lesion.Inference.Protocol.Tensors;

/// <summary>Texts, one a row; in binary UTF-8.</summary>
internal sealed record TextTensor(string Name, string[] Values) : OutputTensor(Name, Tensors.Datatype.Bytes, [Values.Length])
{
    public override int BinarySize => Values.Sum(value => sizeof(uint) + Encoding.UTF8.GetByteCount(value));

    public override void WriteItems(Utf8JsonWriter json) => Array.ForEach(Values, json.WriteStringValue);

    public override void WriteBinary(IBufferWriter<byte> body)
    {
        foreach (var value in Values)
        {
            var element = Encoding.UTF8.GetBytes(value);
            BinaryPrimitives.WriteUInt32LittleEndian(body.GetSpan(sizeof(uint)), (uint)element.Length);
            body.Advance(sizeof(uint));
            body.Write(element);
        }
    }
}
