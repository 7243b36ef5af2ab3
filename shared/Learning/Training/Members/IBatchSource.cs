using static TorchSharp.torch;

namespace Lesion.Learning.Training.Members;

/// <summary>Makes what a network is trained on, of the batches that it was opened for and in their order.</summary>
internal interface IBatchSource : IDisposable
{
    /// <param name="batch">The next.</param>
    /// <param name="targets">[N, K], which a mixing of images mixes too.</param>
    /// <returns>The caller's dispose scope owns its tensors.</returns>
    Batch Make(ImageBatch batch, Tensor targets);
}
