using static TorchSharp.torch;

namespace Lesion.Learning.Native;

/// <summary>The tensors of this process that are not disposed.</summary>
public static class LiveTensors
{
    public static long Count => Tensor.TotalCount;
}
