namespace Lesion.Inference;

/// <summary>What a network runs on.</summary>
public enum InferenceDevice
{
    Cpu,

    /// <summary>The first CUDA device; needs a build with <c>-p:LesionGpu=true</c>.</summary>
    Cuda,
}
