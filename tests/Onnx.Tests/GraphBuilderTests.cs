using System.Runtime.InteropServices;
using Google.Protobuf;
using Lesion.Onnx.Protobuf;

namespace Lesion.Onnx.Tests;

public sealed class GraphBuilderTests
{
    private readonly GraphBuilder _graph = new("test");

    [Fact]
    public void Nodes_keep_the_order_in_which_they_were_added_and_get_names_of_their_own()
    {
        var x = _graph.Input("x", ElementType.Float32, "N", 3);
        var first = _graph.Node("Relu", [x]);
        var second = _graph.Node("Relu", [first]);
        _graph.Output("y", second, ElementType.Float32, "N", 3);

        var graph = _graph.Build([]).Graph;

        graph.Node.Select(node => node.OpType).ShouldBe(["Relu", "Relu", "Identity"]);
        graph.Node.SelectMany(node => node.Output).ShouldBe(["Relu", "Relu_2", "y"]);
        graph.Node[1].Input.ShouldBe(["Relu"]);
        graph.Input.Single().Type.TensorType.Shape.Dim.Select(d => d.HasDimParam ? d.DimParam : d.DimValue.ToString()).ShouldBe(["N", "3"]);
    }

    [Fact]
    public void A_weights_name_is_kept_and_cannot_be_given_twice()
    {
        _graph.Initializer("conv1.weight", [1f, 2], 2).Name.ShouldBe("conv1.weight");

        Should.Throw<ArgumentException>(() => _graph.Initializer("conv1.weight", [1f], 1)).Message.ShouldContain("conv1.weight");
    }

    [Fact]
    public void A_tensor_whose_shape_needs_another_number_of_elements_is_refused_by_name() =>
        Should.Throw<ArgumentException>(() => _graph.Initializer("conv1.weight", [1f, 2, 3], 2, 2))
            .Message.ShouldContain("'conv1.weight' has 3 elements where its shape needs 4");

    [Fact]
    public void Tensors_are_little_endian_with_their_type_and_shape()
    {
        _graph.Initializer("w", [1f, -2], 2, 1);
        _graph.Constant("axes", 2L, 3);
        _graph.Constant("half", 0.5f);

        var tensors = _graph.Build([]).Graph.Initializer;

        tensors[0].RawData.ToByteArray().ShouldBe([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
        tensors[0].Dims.ShouldBe([2, 1]);
        tensors[1].DataType.ShouldBe((int)TensorProto.Types.DataType.Int64);
        tensors[1].Dims.ShouldBe([2]);
        tensors[2].Dims.ShouldBeEmpty();
    }

    [Fact]
    public void A_large_weight_that_loses_nothing_is_stored_as_float16_and_cast()
    {
        float[] weight = [.. Enumerable.Range(0, 4096).Select(i => i / 4096f - 0.5f)];
        var value = _graph.Initializer("w", weight, 64, 64);

        var graph = _graph.Build([]).Graph;

        var stored = graph.Initializer.ShouldHaveSingleItem();
        (stored.Name, stored.DataType).ShouldBe(("w", (int)TensorProto.Types.DataType.Float16));
        stored.Dims.ShouldBe([64, 64]);
        MemoryMarshal.Cast<byte, Half>(stored.RawData.Span).ToArray().Select(half => (float)half).ShouldBe(weight);
        var cast = graph.Node.ShouldHaveSingleItem();
        (cast.OpType, cast.Input.Single(), cast.Output.Single(), cast.Attribute.Single().I).ShouldBe(("Cast", "w", value.Name, 1L));
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(70_000f)] // beyond the largest float16
    [InlineData(1e-9f)] // below the smallest
    [InlineData(float.NaN)]
    public void A_weight_of_which_one_number_is_no_float16_stays_as_it_is(float other)
    {
        var weight = new float[4096];
        weight[^1] = other;
        _graph.Initializer("w", weight, 4096).Name.ShouldBe("w");

        var graph = _graph.Build([]).Graph;

        graph.Node.ShouldBeEmpty();
        MemoryMarshal.Cast<byte, float>(graph.Initializer.ShouldHaveSingleItem().RawData.Span)[^1].ShouldBe(other);
    }

    [Fact]
    public void An_attribute_of_zero_is_written()
    {
        _graph.Node("Concat", [_graph.Input("x", ElementType.Float32)], NodeAttribute.Int("axis", 0));

        _graph.Build([]).Graph.Node.Single().Attribute.Single().HasI.ShouldBeTrue();
    }

    [Fact]
    public void The_bytes_are_those_of_the_ONNX_format()
    {
        _graph.Input("x", ElementType.UInt8, "N", 3);
        _graph.Node("Cast", [new GraphValue("x")], NodeAttribute.Int("to", 1));

        var bytes = _graph.Build([KeyValuePair.Create("k", "v")]).ToByteArray();

        // Tags are field << 3 | wire type, as onnx.proto numbers its fields.
        bytes.ShouldContainInOrder([1 << 3, 8]); // ModelProto.ir_version
        bytes.ShouldContainInOrder([8 << 3 | 2, 4, 1 << 3 | 2, 0, 2 << 3, 17]); // opset_import: domain "", version 17
        bytes.ShouldContainInOrder([14 << 3 | 2, 6, 1 << 3 | 2, 1, (byte)'k', 2 << 3 | 2, 1, (byte)'v']); // metadata_props
        bytes.ShouldContainInOrder([5 << 3 | 2, 9, 1 << 3 | 2, 2, (byte)'t', (byte)'o', 3 << 3, 1, 20 << 3 & 0x7f | 0x80, 1, 2]); // to = 1
    }

    [Fact]
    public void A_model_built_earlier_does_not_change()
    {
        _graph.Input("x", ElementType.Float32);
        var model = _graph.Build([]);

        _graph.Node("Relu", [new GraphValue("x")]);

        model.Graph.Node.ShouldBeEmpty();
    }
}
