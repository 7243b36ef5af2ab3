namespace Lesion.Learning.Networks;

/// <summary>What a trunk computes in. Weights, gradients, pooling and head are float32 in any case.</summary>
public enum Precision
{
    /// <summary>float32.</summary>
    Full,

    /// <summary>Half the memory; several times as fast where the device has units for it.</summary>
    BFloat16,
}
