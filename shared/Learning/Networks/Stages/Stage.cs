using Lesion.Learning.Networks.Layers;
using Lesion.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>
/// A run of a network's layers, such as a ResNet's <c>layer2</c>: what can be tapped for features, and what is frozen or
/// trained as one.
/// </summary>
public sealed class Stage
{
    internal const int ImageNetClasses = 1000;

    private readonly Sequence _layers;

    /// <param name="name">By which it is tapped.</param>
    /// <param name="channels">Of its output [N, channels, H, W].</param>
    /// <param name="parts">Its layers in order, each with its path among the weights' names.</param>
    internal Stage(string name, int channels, params (string Path, Layer Layer)[] parts) =>
        (Name, Channels, _layers) = (name, channels, new Sequence(parts));

    public string Name { get; }

    public int Channels { get; }

    /// <summary>
    /// Whether this is the classifier that the network's first training ended in: [N, channels] logits of other classes than
    /// ours. It cannot be tapped.
    /// </summary>
    public bool IsClassifier { get; private init; }

    /// <summary>What an optimiser can change, under torchvision's names.</summary>
    public IEnumerable<(string Name, Parameter Value)> NamedParameters => Named(WeightUse.Parameter);

    /// <summary>What training changes without a gradient: the batch norms' running statistics.</summary>
    public IEnumerable<(string Name, Parameter Value)> NamedBuffers => Named(WeightUse.Buffer);

    /// <summary>The tensors of <see cref="NamedParameters"/>.</summary>
    public IEnumerable<Parameter> Parameters => NamedParameters.Select(parameter => parameter.Value);

    internal IEnumerable<(string Path, Weight Weight)> Weights => _layers.WeightsUnder("");

    internal BatchNormMode BatchNorm
    {
        set
        {
            foreach (var norm in _layers.Tree().OfType<Layers.BatchNorm>())
                norm.Mode = value;
        }
    }

    /// <summary>Frozen stages (how every stage begins) get no gradient.</summary>
    public void Train(bool trainable)
    {
        foreach (var parameter in Parameters)
            parameter.requires_grad = trainable;
    }

    /// <summary>Whether two stages of one network give the same for the same input.</summary>
    internal bool HasSameValues(Stage other) => NamedParameters.Concat(NamedBuffers)
        .Zip(other.NamedParameters.Concat(other.NamedBuffers))
        .All(pair => pair.First.Value.equal(pair.Second.Value).all().item<bool>());

    internal static Stage Classifier(params (string Path, Layer Layer)[] parts) =>
        new("classifier", ImageNetClasses, parts) { IsClassifier = true };

    internal Tensor Forward(Tensor input) => _layers.Forward(input);

    /// <param name="path">Before the weights' names, which are unique in a graph; mostly empty.</param>
    internal GraphValue Write(GraphBuilder graph, string path, GraphValue input) => _layers.Write(graph, path, input);

    private IEnumerable<(string Name, Parameter Value)> Named(WeightUse use) =>
        Weights.Where(weight => weight.Weight.Use == use).Select(weight => (weight.Path, weight.Weight.Value));
}
