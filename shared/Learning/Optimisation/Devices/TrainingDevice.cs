namespace Lesion.Learning.Optimisation.Devices;

/// <summary>Where a training computes.</summary>
public enum TrainingDevice
{
    /// <summary>On a GPU where there is one, else on the CPU.</summary>
    Auto,

    Cpu,

    /// <summary>On a GPU; where there is none, that is an error.</summary>
    Cuda,
}
