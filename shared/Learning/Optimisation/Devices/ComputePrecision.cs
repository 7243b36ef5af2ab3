using System.Text.Json.Serialization;

namespace Lesion.Learning.Optimisation.Devices;

/// <summary>
/// The numbers that the trunk computes with. Weights, gradients, optimiser, pooling, head and loss are float32 always.
/// </summary>
public enum ComputePrecision
{
    /// <summary>Mixed on a GPU, full on the CPU.</summary>
    Auto,

    /// <summary>float32.</summary>
    [JsonStringEnumMemberName("float32")]
    Full,

    /// <summary>bfloat16, which has eight bits of precision: half the memory, and the GPU's matrix units.</summary>
    [JsonStringEnumMemberName("bfloat16")]
    Mixed,
}
