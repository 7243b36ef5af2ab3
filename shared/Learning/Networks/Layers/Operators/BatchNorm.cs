using Lesion.Learning.Native;
using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks.Layers;

/// <summary>
/// Batch normalisation of channels: γ (x - μ) / √(σ² + ε) + β. Frozen, μ and σ² are the running statistics that came with
/// the weights. While it trains they are the batch's own, and the running ones follow them.
/// Ioffe, Szegedy, Batch Normalization (2015).
/// </summary>
internal sealed class BatchNorm(int channels, double epsilon = BatchNorm.DefaultEpsilon) : Layer
{
    public const double DefaultEpsilon = 1e-5;

    private const double Momentum = 0.1; // the share of a batch's statistics in the running ones, as in torchvision

    private readonly Weight _scale = new("weight", channels);
    private readonly Weight _shift = new("bias", channels);
    private readonly Weight _mean = new("running_mean", channels) { Use = WeightUse.Buffer };
    private readonly Weight _variance = new("running_var", channels) { Use = WeightUse.Buffer };
    private readonly Weight _batches = new("num_batches_tracked") { Use = WeightUse.Unused };

    /// <summary>Whether the batch's statistics are used when the layer trains.</summary>
    public BatchNormMode Mode { get; set; }

    /// <summary>Whether the batch's statistics are used now: its parameters are trained, and gradients are being recorded.</summary>
    public bool UsesBatchStatistics => Mode == BatchNormMode.Training && _scale.Value.requires_grad && is_grad_enabled();

    public override IEnumerable<Weight> Weights => [_scale, _shift, _mean, _variance, _batches];

    public override Tensor Forward(Tensor input) => nn.functional.batch_norm(
        input, _mean.Value, _variance.Value, _scale.Value, _shift.Value, training: UsesBatchStatistics, Momentum, epsilon);

    /// <summary>The frozen norm as scale · x + shift, each float32 [C].</summary>
    public (Tensor Scale, Tensor Shift) Affine()
    {
        using var scope = NewDisposeScope();
        var factor = _scale.Value * _variance.Value.Add(epsilon).rsqrt();
        var offset = _shift.Value - _mean.Value * factor;
        return (factor.MoveToOuterDisposeScope(), offset.MoveToOuterDisposeScope());
    }

    public override GraphValue Write(GraphBuilder graph, string path, GraphValue input) => graph.Node(
        "BatchNormalization",
        [input, .. new[] { _scale, _shift, _mean, _variance }.Select(weight => graph.Initializer(path, weight))],
        NodeAttribute.Float("epsilon", (float)epsilon));
}
