using Lesion.Imaging;
using Lesion.Learning.Native;
using Lesion.Learning.Networks.Layers;
using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Heads;

/// <summary>logits = W₂ max(W₁ dropout(z) + b₁, 0) + b₂: W₁ [H, D], b₁ [H], W₂ [K, H], b₂ [K].</summary>
public sealed class MlpHead : Head
{
    private readonly Weight _hiddenWeight, _hiddenBias, _weight, _bias;
    private readonly double _dropout;
    private readonly int _hidden;

    internal MlpHead(HeadPlan plan, int features, int classes, Device device) : base(features, classes, device)
    {
        (_hidden, _dropout) = (plan.Hidden, plan.Dropout);
        (_hiddenWeight, _hiddenBias) = (new Weight("head.hidden.weight", _hidden, features), new Weight("head.hidden.bias", _hidden));
        (_weight, _bias) = (new Weight("head.weight", classes, _hidden), new Weight("head.bias", classes));
        Initialise(seed: 0);
    }

    private protected override IEnumerable<Weight> Layers => [_hiddenWeight, _hiddenBias, _weight, _bias];

    /// <summary>
    /// Draws W₁ uniformly from ±√(6 / D) (He, Zhang, Ren, Sun, Delving Deep into Rectifiers, 2015) and W₂ from ±√(1 / H);
    /// the biases are zeros.
    /// </summary>
    public override void Initialise(long seed)
    {
        var random = SeededRandom.For(seed, purpose: 0);
        Set(_hiddenWeight, Draw(_hidden * Features, Math.Sqrt(6.0 / Features)));
        Set(_hiddenBias, new float[_hidden]);
        Set(_weight, Draw(Classes * _hidden, Math.Sqrt(1.0 / _hidden)));
        Set(_bias, new float[Classes]);

        float[] Draw(int count, double bound) => [.. Enumerable.Range(0, count).Select(_ => (float)random.Between(-bound, bound))];
    }

    private protected override Tensor Forward(Tensor standardised, long? dropoutSeed)
    {
        var kept = dropoutSeed is { } seed && _dropout > 0 ? standardised * Mask(standardised.shape, seed) : standardised;
        var hidden = nn.functional.linear(kept, _hiddenWeight.Value, _hiddenBias.Value).relu();
        return nn.functional.linear(hidden, _weight.Value, _bias.Value);
    }

    private protected override (GraphValue Logits, GraphValue Gradient) Write(
        GraphBuilder graph, string path, GraphValue standardised, GraphValue deviation)
    {
        GraphValue hiddenWeight = graph.Initializer(path, _hiddenWeight), weight = graph.Initializer(path, _weight);
        var hidden = graph.Node("Gemm", [standardised, hiddenWeight, graph.Initializer(path, _hiddenBias)], NodeAttribute.Int("transB", 1));
        var logits = graph.Node("Gemm", [graph.Node("Relu", [hidden]), weight, graph.Initializer(path, _bias)], NodeAttribute.Int("transB", 1));

        // Where a unit is active the head is linear: its gradient is W₂ diag(active) W₁ / s.
        var active = graph.Node("Cast", [graph.Node("Greater", [hidden, graph.Constant("zero", 0f)])], NodeAttribute.Int("to", (int)ElementType.Float32));
        var open = graph.Node("Mul", [graph.Node("Unsqueeze", [active, graph.Constant("axis", [1L])]), weight]);
        return (logits, graph.Node("Div", [graph.Node("MatMul", [open, hiddenWeight]), deviation]));
    }

    /// <summary>0 for what is left out, else 1 / (1 - dropout), so that the expectation stays. Drawn on the CPU, the same for any device.</summary>
    private Tensor Mask(long[] shape, long seed)
    {
        var random = SeededRandom.For(seed, purpose: 1);
        var keep = (float)(1 / (1 - _dropout));
        var values = new float[shape[0] * shape[1]];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.NextUnit() < _dropout ? 0 : keep;
        return NativeTensor.Of(values, shape, Device);
    }
}
