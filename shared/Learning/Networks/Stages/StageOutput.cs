using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>
/// What the first <paramref name="Stages"/> stages make of a batch: all that the rest of the network needs, so that a
/// frozen prefix runs once an image and not once an epoch.
/// </summary>
/// <param name="Stages">How many stages were run; 0: none, the activation is the normalised image.</param>
/// <param name="Activation">[N, C, H, W].</param>
/// <param name="Pooled">The embedding's part that comes from these stages, [N, d]; d may be 0.</param>
public sealed record StageOutput(int Stages, Tensor Activation, Tensor Pooled)
{
    internal StageOutput MoveToOuterDisposeScope()
    {
        Activation.MoveToOuterDisposeScope();
        Pooled.MoveToOuterDisposeScope();
        return this;
    }
}
