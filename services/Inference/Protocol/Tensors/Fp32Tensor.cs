using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Lesion.Inference.Protocol.Tensors;

internal sealed record Fp32Tensor(string Name, long[] Shape, float[] Values) : OutputTensor(Name, Tensors.Datatype.Fp32, Shape)
{
    public override int BinarySize => Values.Length * sizeof(float);

    public override void WriteItems(Utf8JsonWriter json) => Array.ForEach(Values, json.WriteNumberValue);

    public override void WriteBinary(IBufferWriter<byte> body) => body.Write(MemoryMarshal.AsBytes(Values.AsSpan()));
}
