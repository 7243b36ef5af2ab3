using Lesion.Onnx.Protobuf;

namespace Lesion.Onnx;

/// <summary>What a tensor's elements are.</summary>
public enum ElementType
{
    None = 0,
    Float32 = TensorProto.Types.DataType.Float,
    UInt8 = TensorProto.Types.DataType.Uint8,
    Int64 = TensorProto.Types.DataType.Int64,
    Float16 = TensorProto.Types.DataType.Float16,
}
