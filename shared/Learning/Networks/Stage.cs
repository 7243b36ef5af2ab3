using Lesion.Learning.Networks.Layers;
using Lesion.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>
/// A run of a trunk's layers, such as a ResNet's <c>layer2</c>: what can be tapped for features, and what is frozen or
/// trained as one.
/// </summary>
/// <param name="name">By which it is tapped.</param>
/// <param name="channels">Of its output [N, channels, H, W].</param>
/// <param name="parts">Its layers in order, each with its path among the weights' names.</param>
public sealed class Stage(string name, int channels, params (string Path, Layer Layer)[] parts)
{
    private readonly Sequence _layers = new(parts);

    public string Name { get; } = name;

    public int Channels { get; } = channels;

    /// <summary>Its weights' tensors, for an optimiser.</summary>
    public IEnumerable<Parameter> Parameters => Weights.Select(weight => weight.Weight.Value);

    internal IEnumerable<(string Path, Weight Weight)> Weights => _layers.WeightsUnder("");

    /// <summary>Frozen stages (how every stage begins) get no gradient.</summary>
    public void Train(bool trainable)
    {
        foreach (var parameter in Parameters)
            parameter.requires_grad = trainable;
    }

    internal Tensor Forward(Tensor input) => _layers.Forward(input);

    internal GraphValue Write(GraphBuilder graph, GraphValue input) => _layers.Write(graph, "", input);
}
