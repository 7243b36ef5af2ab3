using Lesion.Learning.Native;
using Lesion.Learning.Networks.Layers;
using Lesion.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Heads;

/// <summary>
/// Makes logits [N, K] of an embedding e [N, D], which it first standardises by the training set's mean m and deviation s:
/// z = (e - m) / s. It can be trained by itself, on embeddings that were computed once.
/// </summary>
public abstract class Head : IDisposable
{
    private readonly Weight _mean, _deviation;

    private protected Head(int features, int classes, Device device)
    {
        (Features, Classes, Device) = (features, classes, device);
        (_mean, _deviation) = (new Weight("head.mean", features) { Use = WeightUse.Buffer }, new Weight("head.deviation", features) { Use = WeightUse.Buffer });
        Standardise(new float[features], [.. Enumerable.Repeat(1f, features)]);
    }

    /// <summary>D.</summary>
    public int Features { get; }

    /// <summary>K.</summary>
    public int Classes { get; }

    public Device Device { get; }

    /// <summary>m [D], no parameter. Begins as zeros.</summary>
    public Tensor Mean => _mean.Value;

    /// <summary>s [D], no parameter. Begins as ones.</summary>
    public Tensor Deviation => _deviation.Value;

    /// <summary>What an optimiser can change.</summary>
    public IEnumerable<(string Name, Parameter Value)> NamedParameters =>
        Layers.Select(weight => (weight.Name, weight.Value));

    internal IEnumerable<Weight> Weights => [_mean, _deviation, .. Layers];

    private protected abstract IEnumerable<Weight> Layers { get; }

    /// <summary>Makes a head as the plan says, as <see cref="Initialise"/> leaves it with seed 0.</summary>
    /// <param name="plan">What kind.</param>
    /// <param name="features">D.</param>
    /// <param name="classes">K.</param>
    /// <param name="device">Where it lives; the CPU by default.</param>
    /// <exception cref="ArgumentException">The plan cannot be.</exception>
    public static Head Create(HeadPlan plan, int features, int classes, Device? device = null)
    {
        plan.Check();
        return plan.Kind switch
        {
            HeadKind.Linear => new LinearHead(features, classes, device ?? CPU),
            HeadKind.Mlp => new MlpHead(plan, features, classes, device ?? CPU),
            _ => throw new ArgumentException($"There is no kind of head '{plan.Kind}'.", nameof(plan)),
        };
    }

    /// <summary>Sets what training begins with. The same seed gives the same values on any device.</summary>
    public abstract void Initialise(long seed);

    /// <summary>Sets m and s; they are copied.</summary>
    /// <param name="mean">m [D].</param>
    /// <param name="deviation">s [D], positive.</param>
    /// <exception cref="ArgumentException">A deviation is not positive.</exception>
    public void Standardise(float[] mean, float[] deviation)
    {
        if (Array.FindIndex(deviation, s => !(s > 0)) is var feature and >= 0)
            throw new ArgumentException($"Feature {feature} has deviation {deviation[feature]}: it cannot be standardised.", nameof(deviation));
        Set(_mean, mean);
        Set(_deviation, deviation);
    }

    /// <param name="embedding">[N, D].</param>
    /// <param name="dropoutSeed">Of this training step, from which the features that are left out follow; null: none is.</param>
    /// <returns>[N, K].</returns>
    public Tensor Logits(Tensor embedding, long? dropoutSeed = null)
    {
        using var scope = NewDisposeScope();
        return Forward((embedding - Mean) / Deviation, dropoutSeed).MoveToOuterDisposeScope();
    }

    /// <summary>Whether an optimiser gets gradients.</summary>
    public void Train(bool trainable)
    {
        foreach (var weight in Layers)
            weight.Value.requires_grad = trainable;
    }

    /// <summary>Every tensor under its name. The tensors stay the head's own: clone what is to be kept.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State() =>
        Weights.Select(weight => KeyValuePair.Create<string, Tensor>(weight.Name, weight.Value));

    /// <summary>Copies a whole state into the head; optimisers keep hold of its tensors.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, superfluous or of the wrong shape; the message names it.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> state) =>
        WeightLoader.Load(Weights.Select(weight => (weight.Name, weight)), state, "the head's state", Device);

    public void Dispose()
    {
        foreach (var weight in Weights)
            weight.Free();
        GC.SuppressFinalize(this);
    }

    /// <param name="standardised">z [N, D].</param>
    private protected abstract Tensor Forward(Tensor standardised, long? dropoutSeed);

    /// <summary>Writes the head into a graph.</summary>
    /// <param name="path">Before the weights' names.</param>
    /// <param name="embedding">e [N, D].</param>
    internal HeadOutputs Write(GraphBuilder graph, string path, GraphValue embedding)
    {
        var mean = graph.Initializer(path, _mean);
        var deviation = graph.Initializer(path, _deviation);
        var standardised = graph.Node("Div", [graph.Node("Sub", [embedding, mean]), deviation]);
        var (logits, gradient) = Write(graph, path, standardised, deviation);
        return new HeadOutputs(logits, mean, gradient);
    }

    /// <returns>The logits, and their gradient by the embedding: [K, D] where it is the same for all images, else [N, K, D].</returns>
    private protected abstract (GraphValue Logits, GraphValue Gradient) Write(
        GraphBuilder graph, string path, GraphValue standardised, GraphValue deviation);

    private protected void Set(Weight weight, float[] values)
    {
        using var value = NativeTensor.Of(values, [.. weight.Shape]);
        weight.Set(value, Device);
    }
}
