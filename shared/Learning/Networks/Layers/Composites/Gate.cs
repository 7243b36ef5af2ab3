using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>x · gate(x), such as a squeeze-and-excitation: Hu, Shen, Sun, Squeeze-and-Excitation Networks (2018).</summary>
/// <param name="gate">Gives a factor for each value, or one [N, C, 1, 1] for each channel.</param>
internal sealed class Gate(Layer gate) : Layer
{
    public override IEnumerable<(string Name, Layer Layer)> Children => [("", gate)];

    public override Tensor Forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return (input * gate.Forward(input)).MoveToOuterDisposeScope();
    }

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) =>
        graph.Node("Mul", [input, gate.Write(graph, path, input)]);
}
