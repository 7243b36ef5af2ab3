using System.Runtime.InteropServices;
using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>Writes weights into graphs.</summary>
internal static class GraphWeights
{
    /// <summary>Adds the weight's value under its full path.</summary>
    public static GraphValue Initializer(this GraphBuilder graph, string path, Weight weight) =>
        graph.Initializer(Layer.Join(path, weight.Name), weight.Value);

    public static GraphValue Initializer(this GraphBuilder graph, string name, Tensor value)
    {
        using var scope = NewDisposeScope();
        var data = value.detach().cpu().to(ScalarType.Float32).contiguous();
        return graph.Initializer(name, MemoryMarshal.Cast<byte, float>(data.bytes), value.shape);
    }
}
