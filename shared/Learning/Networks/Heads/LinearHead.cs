using Lesion.Learning.Networks.Layers;
using Lesion.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Heads;

/// <summary>logits = W z + b: W [K, D], b [K]. Begins as zeros.</summary>
public sealed class LinearHead : Head
{
    private readonly Weight _weight, _bias;

    internal LinearHead(int features, int classes, Device device) : base(features, classes, device)
    {
        (_weight, _bias) = (new Weight("head.weight", classes, features), new Weight("head.bias", classes));
        Initialise(seed: 0);
    }

    /// <summary>W [K, D].</summary>
    public Parameter Weight => _weight.Value;

    /// <summary>b [K].</summary>
    public Parameter Bias => _bias.Value;

    private protected override IEnumerable<Weight> Layers => [_weight, _bias];

    /// <summary>Sets zeros, whatever the seed.</summary>
    public override void Initialise(long seed) => Set(new float[Classes * Features], new float[Classes]);

    /// <summary>Sets all four; they are copied.</summary>
    /// <param name="mean">m [D].</param>
    /// <param name="deviation">s [D], positive.</param>
    /// <param name="weight">W [K, D], row-major.</param>
    /// <param name="bias">b [K].</param>
    /// <exception cref="ArgumentException">A deviation is not positive.</exception>
    public void Set(float[] mean, float[] deviation, float[] weight, float[] bias)
    {
        Standardise(mean, deviation);
        Set(weight, bias);
    }

    private protected override Tensor Forward(Tensor standardised, long? dropoutSeed) =>
        nn.functional.linear(standardised, Weight, Bias);

    private protected override (GraphValue Logits, GraphValue Gradient) Write(
        GraphBuilder graph, string path, GraphValue standardised, GraphValue deviation)
    {
        var weight = graph.Initializer(path, _weight);
        var logits = graph.Node("Gemm", [standardised, weight, graph.Initializer(path, _bias)], NodeAttribute.Int("transB", 1));
        return (logits, graph.Node("Div", [weight, deviation]));
    }

    private void Set(float[] weight, float[] bias)
    {
        Set(_weight, weight);
        Set(_bias, bias);
    }
}
