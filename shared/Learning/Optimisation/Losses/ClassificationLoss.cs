using Lesion.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Optimisation.Losses;

/// <summary>
/// Cross-entropy in float32 with label smoothing (Szegedy et al., "Rethinking the Inception architecture", CVPR 2016), class
/// weights and soft targets: with y the target and y' = (1 − ε) y + ε / K, the mean over images of −Σ_k w_k y'_k log p_k.
/// That is what PyTorch's <c>cross_entropy</c> computes of targets that are probabilities.
/// </summary>
internal sealed class ClassificationLoss : IDisposable
{
    private readonly double _smoothing;
    private readonly Tensor _weights;

    /// <param name="labelSmoothing">ε, in [0, 1).</param>
    /// <param name="classWeights">w [K].</param>
    /// <param name="device">Where the logits will be.</param>
    public ClassificationLoss(double labelSmoothing, float[] classWeights, Device device)
    {
        _smoothing = labelSmoothing;
        using var scope = NewDisposeScope();
        _weights = NativeTensor.Of(classWeights, device).DetachFromDisposeScope();
    }

    /// <summary>Targets that are sure: 1 for the class of each image.</summary>
    /// <param name="labels">[N].</param>
    /// <returns>float32 [N, K] on the device; the caller's dispose scope owns it.</returns>
    public Tensor Targets(IReadOnlyList<int> labels)
    {
        using var scope = NewDisposeScope();
        var indices = NativeTensor.Of(labels.Select(label => (long)label).ToArray());
        return nn.functional.one_hot(indices, _weights.numel()).to(ScalarType.Float32).to(_weights.device).MoveToOuterDisposeScope();
    }

    /// <param name="logits">[N, K].</param>
    /// <param name="targets">[N, K], rows that sum to 1.</param>
    /// <returns>A number; the caller's dispose scope owns it.</returns>
    public Tensor Forward(Tensor logits, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var logProbabilities = nn.functional.log_softmax(logits.to(ScalarType.Float32), dim: 1);
        var smoothed = targets.Mul(1 - _smoothing).Add(_smoothing / _weights.numel());
        return (smoothed * _weights * logProbabilities).sum(1).mean().neg().MoveToOuterDisposeScope();
    }

    public void Dispose() => _weights.Dispose();
}
