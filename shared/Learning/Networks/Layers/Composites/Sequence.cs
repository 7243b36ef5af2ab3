using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>Layers one after the other.</summary>
internal sealed class Sequence(params (string Name, Layer Layer)[] layers) : Layer
{
    public override IEnumerable<(string Name, Layer Layer)> Children => layers;

    public override Tensor Forward(Tensor input)
    {
        var current = input;
        foreach (var (_, layer) in layers)
        {
            var next = layer.Forward(current);
            // Without gradients this gives the memory back at once; with them the graph keeps what it needs.
            if (!ReferenceEquals(current, input) && !ReferenceEquals(current, next))
                current.Dispose();
            current = next;
        }
        return current;
    }

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input)
    {
        foreach (var (name, layer) in layers)
            input = layer.Write(graph, Join(path, name), input);
        return input;
    }
}
