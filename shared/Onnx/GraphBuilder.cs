using System.Runtime.InteropServices;
using Google.Protobuf;
using Lesion.Onnx.Protobuf;

namespace Lesion.Onnx;

/// <summary>Builds an ONNX model, node by node, in the order in which the nodes run. Names are made unique.</summary>
public sealed class GraphBuilder(string name)
{
    /// <summary>The version of ONNX's operators that the nodes are of.</summary>
    public const int OperatorSet = 17;

    private const int IrVersion = 8; // the one that came with operator set 17

    /// <summary>Elements of the smallest weight for which half the bytes are worth a node.</summary>
    private const int SmallestHalved = 4096;

    private readonly GraphProto _graph = new() { Name = name };
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Declares an input of the model.</summary>
    public GraphValue Input(string name, ElementType type, params ReadOnlySpan<Dimension> shape)
    {
        _graph.Input.Add(Describe(name, type, shape));
        return new GraphValue(Claim(name));
    }

    /// <summary>Declares <paramref name="value"/> an output of the model under <paramref name="name"/>.</summary>
    public void Output(string name, GraphValue value, ElementType type, params ReadOnlySpan<Dimension> shape)
    {
        _graph.Output.Add(Describe(name, type, shape));
        Append("Identity", Claim(name), [value], []);
    }

    /// <summary>
    /// Adds a tensor of the model's weights under its own name, which must be new. A large one that loses nothing as float16, as
    /// pretrained weights do that were kept so, is stored in half the bytes and cast; runtimes do that once, when they load it.
    /// </summary>
    /// <param name="name">The weight's name.</param>
    /// <param name="data">Row-major.</param>
    /// <param name="shape">Extents; none for a scalar.</param>
    public GraphValue Initializer(string name, ReadOnlySpan<float> data, params ReadOnlySpan<long> shape)
    {
        if (!_names.Add(name))
            throw new ArgumentException($"The graph already has a value named '{name}'.", nameof(name));
        if (data.Length < SmallestHalved || Halved(data) is not { } halves)
            return Tensor(name, ElementType.Float32, MemoryMarshal.AsBytes(data), data.Length, shape);
        var stored = Tensor(name, ElementType.Float16, MemoryMarshal.AsBytes<Half>(halves), data.Length, shape);
        return Node("Cast", [stored], NodeAttribute.Int("to", (int)ElementType.Float32));
    }

    /// <summary>Adds a constant.</summary>
    public GraphValue Constant(string hint, ReadOnlySpan<float> data, params ReadOnlySpan<long> shape) =>
        Tensor(Claim(hint), ElementType.Float32, MemoryMarshal.AsBytes(data), data.Length, shape);

    /// <summary>Adds a scalar constant.</summary>
    public GraphValue Constant(string hint, float value) => Constant(hint, [value]);

    /// <summary>Adds a vector of integers, such as axes.</summary>
    public GraphValue Constant(string hint, params ReadOnlySpan<long> values) =>
        Tensor(Claim(hint), ElementType.Int64, MemoryMarshal.AsBytes(values), values.Length, [values.Length]);

    /// <summary>Adds a scalar integer.</summary>
    public GraphValue Scalar(string hint, long value) =>
        Tensor(Claim(hint), ElementType.Int64, MemoryMarshal.AsBytes([value]), 1, []);

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">The operator's name, such as <c>Conv</c>.</param>
    /// <param name="inputs">In the operator's order.</param>
    /// <param name="attributes">Those that differ from the operator's defaults.</param>
    public GraphValue Node(string operation, IEnumerable<GraphValue> inputs, params IEnumerable<NodeAttribute> attributes) =>
        Append(operation, Claim(operation), inputs, attributes);

    /// <summary>The model as it stands.</summary>
    /// <param name="metadata">Text by key, kept in the model (<c>metadata_props</c>).</param>
    public ModelProto Build(IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "Lesion",
            ProducerVersion = typeof(GraphBuilder).Assembly.GetName().Version?.ToString(3) ?? "",
            Graph = _graph.Clone(),
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } },
        };
        model.MetadataProps.AddRange(metadata.Select(pair => new StringStringEntryProto { Key = pair.Key, Value = pair.Value }));
        return model;
    }

    private GraphValue Append(string operation, string output, IEnumerable<GraphValue> inputs, IEnumerable<NodeAttribute> attributes)
    {
        var node = new NodeProto { OpType = operation, Name = output, Output = { output } };
        node.Input.AddRange(inputs.Select(input => input.Name));
        node.Attribute.AddRange(attributes.Select(attribute => attribute.Protobuf));
        _graph.Node.Add(node);
        return new GraphValue(output);
    }

    private GraphValue Tensor(string name, ElementType type, ReadOnlySpan<byte> bytes, long count, ReadOnlySpan<long> shape)
    {
        var expected = 1L;
        foreach (var extent in shape)
            expected *= extent;
        if (expected != count)
            throw new ArgumentException($"Tensor '{name}' has {count} elements where its shape needs {expected}.", nameof(shape));
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(shape.ToArray());
        _graph.Initializer.Add(tensor);
        return new GraphValue(name);
    }

    /// <summary>The same numbers in half the bytes; null where one of them is no float16.</summary>
    private static Half[]? Halved(ReadOnlySpan<float> data)
    {
        var halves = new Half[data.Length];
        for (var i = 0; i < data.Length; i++)
        {
            halves[i] = (Half)data[i];
            if ((float)halves[i] != data[i])
                return null;
        }

        return halves;
    }

    private static ValueInfoProto Describe(string name, ElementType type, ReadOnlySpan<Dimension> shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (var dimension in shape)
            dimensions.Dim.Add(dimension.ToProtobuf());
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions } },
        };
    }

    private string Claim(string hint)
    {
        var name = hint;
        for (var n = 2; !_names.Add(name); n++)
            name = $"{hint}_{n}";
        return name;
    }
}
