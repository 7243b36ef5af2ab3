using Lesion.Learning.Training;
using static TorchSharp.torch;

namespace Lesion.Learning.Optimisation.Devices;

/// <summary>
/// Where a training computes and in what numbers: as it is asked for, and, once <see cref="Resolve"/>d, as it is done. The
/// plan records the latter, since either changes the last bits.
/// </summary>
public sealed record ComputeChoice
{
    public TrainingDevice Device { get; init; } = TrainingDevice.Auto;

    public ComputePrecision Precision { get; init; } = ComputePrecision.Auto;

    /// <summary>Decides what was left open, and makes sure that the device is there.</summary>
    /// <exception cref="TrainingException">A GPU is asked for, and there is none.</exception>
    public ComputeChoice Resolve() => Resolve(cuda.is_available(), BFloat16Arithmetic.IsInProcessor);

    internal ComputeChoice Resolve(bool cudaIsAvailable, bool bfloat16InProcessor)
    {
        if (Device is TrainingDevice.Cuda && !cudaIsAvailable)
            throw new TrainingException(
                "The training is to run on a GPU (device 'cuda') and none can be used here. Run a build made with "
                + "-p:LesionGpu=true on a machine with an NVIDIA GPU and its driver, or ask for device 'cpu' or 'auto'.");
        var device = Device is TrainingDevice.Auto ? (cudaIsAvailable ? TrainingDevice.Cuda : TrainingDevice.Cpu) : Device;
        var precision = Precision is ComputePrecision.Auto
            ? (device is TrainingDevice.Cuda || bfloat16InProcessor ? ComputePrecision.Mixed : ComputePrecision.Full)
            : Precision;
        return new ComputeChoice { Device = device, Precision = precision };
    }
}
