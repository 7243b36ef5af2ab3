using Lesion.Onnx.Protobuf;
using static Lesion.Onnx.Protobuf.AttributeProto.Types;

namespace Lesion.Onnx;

/// <summary>A constant setting of a node, such as a convolution's strides.</summary>
public sealed class NodeAttribute
{
    private NodeAttribute(AttributeProto protobuf) => Protobuf = protobuf;

    internal AttributeProto Protobuf { get; }

    public static NodeAttribute Int(string name, long value) =>
        new(new AttributeProto { Name = name, I = value, Type = AttributeType.Int });

    public static NodeAttribute Ints(string name, params IEnumerable<long> values) =>
        new(new AttributeProto { Name = name, Ints = { values }, Type = AttributeType.Ints });

    public static NodeAttribute Float(string name, float value) =>
        new(new AttributeProto { Name = name, F = value, Type = AttributeType.Float });
}
