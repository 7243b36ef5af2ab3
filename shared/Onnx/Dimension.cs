using Lesion.Onnx.Protobuf;

namespace Lesion.Onnx;

/// <summary>One extent of an input's or output's shape: a number, or a name for what each run may choose.</summary>
public readonly record struct Dimension
{
    private readonly string? _name;
    private readonly long _extent;

    private Dimension(string? name, long extent) => (_name, _extent) = (name, extent);

    public static implicit operator Dimension(string name) => new(name, 0);

    public static implicit operator Dimension(long extent) => new(null, extent);

    internal TensorShapeProto.Types.Dimension ToProtobuf() =>
        _name is null ? new() { DimValue = _extent } : new() { DimParam = _name };
}
