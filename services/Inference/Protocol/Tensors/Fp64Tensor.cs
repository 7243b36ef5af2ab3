using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Lesion.Inference.Protocol.Tensors;

internal sealed record Fp64Tensor(string Name, long[] Shape, double[] Values) : OutputTensor(Name, Tensors.Datatype.Fp64, Shape)
{
    public override int BinarySize => Values.Length * sizeof(double);

    public override void WriteItems(Utf8JsonWriter json) => Array.ForEach(Values, json.WriteNumberValue);

    public override void WriteBinary(IBufferWriter<byte> body) => body.Write(MemoryMarshal.AsBytes(Values.AsSpan()));
}
