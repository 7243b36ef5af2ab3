using Lesion.Onnx;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>
/// A part of a network, written once: it knows how to run in TorchSharp and how to write itself into an ONNX graph.
/// A layer declares its weights; their values come with <see cref="WeightLoader"/>.
/// </summary>
internal abstract class Layer
{
    /// <summary>The layers within, each with its name in a weight's path; an empty name adds nothing to the path.</summary>
    public virtual IEnumerable<(string Name, Layer Layer)> Children => [];

    /// <summary>The layer's own weights.</summary>
    public virtual IEnumerable<Weight> Weights => [];

    /// <summary>
    /// Runs the layer in the element type of its input. The result is the caller's dispose scope's; the input is left as it
    /// was, but for activations that are written over it.
    /// </summary>
    public abstract Tensor Forward(Tensor input);

    /// <summary>Writes the layer into a graph, as it is when it is used and not trained.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="path">The layer's own path, under which its weights are named.</param>
    /// <param name="input">What <see cref="Forward"/> takes.</param>
    /// <returns>What <see cref="Forward"/> gives.</returns>
    public abstract GraphValue Write(GraphBuilder graph, string path, GraphValue input);

    /// <summary>Every weight of this layer and of those within, by its full path.</summary>
    public IEnumerable<(string Path, Weight Weight)> WeightsUnder(string path) =>
        Weights.Select(weight => (Join(path, weight.Name), weight))
            .Concat(Children.SelectMany(child => child.Layer.WeightsUnder(Join(path, child.Name))));

    /// <summary>This layer and all within.</summary>
    public IEnumerable<Layer> Tree() => Children.SelectMany(child => child.Layer.Tree()).Prepend(this);

    /// <summary>Path segments joined by a dot; empty ones add nothing.</summary>
    public static string Join(string path, string name) =>
        path.Length == 0 ? name : name.Length == 0 ? path : $"{path}.{name}";
}
