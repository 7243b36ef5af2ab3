using System.Text.Json.Serialization;

namespace Lesion.Learning.Optimisation.Devices;

/// <summary>
/// The numbers that the trunk computes with. Weights, gradients, optimiser, pooling, head and loss are float32 always.
/// </summary>
public enum ComputePrecision
{
    /// <summary>Mixed on a GPU and on a CPU that has instructions for bfloat16, else full.</summary>
    Auto,

    /// <summary>float32.</summary>
    [JsonStringEnumMemberName("float32")]
    Full,

    /// <summary>
    /// bfloat16, which has eight bits of precision: half the memory, and about twice the speed or more where the hardware
    /// multiplies it.
    /// </summary>
    [JsonStringEnumMemberName("bfloat16")]
    Mixed,
}
