using Lesion.Learning.Networks.Layers;
using Lesion.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>
/// logits = W ((e - m) / s) + b: embedding e [N, D], standardised by the training set's mean m and deviation s [D];
/// W [K, D], b [K].
/// </summary>
public sealed class LinearHead
{
    private readonly Weight _mean, _deviation, _weight, _bias;

    internal LinearHead(int features, int classes, Device device)
    {
        (_mean, _deviation) = (new Weight("head.mean", features), new Weight("head.deviation", features));
        (_weight, _bias) = (new Weight("head.weight", classes, features), new Weight("head.bias", classes));
        Set(new float[features], [.. Enumerable.Repeat(1f, features)], new float[classes * features], new float[classes], device);
    }

    /// <summary>m [D], no parameter.</summary>
    public Tensor Mean => _mean.Value;

    /// <summary>s [D], no parameter.</summary>
    public Tensor Deviation => _deviation.Value;

    /// <summary>W [K, D].</summary>
    public Parameter Weight => _weight.Value;

    /// <summary>b [K].</summary>
    public Parameter Bias => _bias.Value;

    internal IEnumerable<Weight> Weights => [_mean, _deviation, _weight, _bias];

    /// <summary>Sets all four; they are copied.</summary>
    /// <param name="mean">m [D].</param>
    /// <param name="deviation">s [D], positive.</param>
    /// <param name="weight">W [K, D], row-major.</param>
    /// <param name="bias">b [K].</param>
    /// <exception cref="ArgumentException">A deviation is not positive.</exception>
    public void Set(float[] mean, float[] deviation, float[] weight, float[] bias) => Set(mean, deviation, weight, bias, Bias.device);

    /// <summary>Whether an optimiser gets gradients for W and b.</summary>
    public void Train(bool trainable) => Weight.requires_grad = Bias.requires_grad = trainable;

    internal Tensor Forward(Tensor embedding)
    {
        using var scope = NewDisposeScope();
        return nn.functional.linear((embedding - Mean) / Deviation, Weight, Bias).MoveToOuterDisposeScope();
    }

    internal GraphValue Write(GraphBuilder graph, GraphValue embedding)
    {
        var centred = graph.Node("Sub", [embedding, graph.Initializer("", _mean)]);
        var standard = graph.Node("Div", [centred, graph.Initializer("", _deviation)]);
        return graph.Node(
            "Gemm", [standard, graph.Initializer("", _weight), graph.Initializer("", _bias)], NodeAttribute.Int("transB", 1));
    }

    private void Set(float[] mean, float[] deviation, float[] weight, float[] bias, Device device)
    {
        if (Array.FindIndex(deviation, s => !(s > 0)) is var feature and >= 0)
            throw new ArgumentException($"Feature {feature} has deviation {deviation[feature]}: it cannot be standardised.", nameof(deviation));
        using var scope = NewDisposeScope();
        foreach (var (target, values) in new[] { (_mean, mean), (_deviation, deviation), (_weight, weight), (_bias, bias) })
            target.Set(tensor(values).reshape([.. target.Shape]), device);
    }
}
