using Lesion.Learning.Optimisation.Devices;
using Lesion.Learning.Training;

namespace Lesion.Learning.Tests.Optimisation;

public sealed class ComputeChoiceTests
{
    [Theory]
    [InlineData(TrainingDevice.Auto, ComputePrecision.Auto, true, false, TrainingDevice.Cuda, ComputePrecision.Mixed)]
    [InlineData(TrainingDevice.Auto, ComputePrecision.Auto, false, false, TrainingDevice.Cpu, ComputePrecision.Full)]
    [InlineData(TrainingDevice.Auto, ComputePrecision.Auto, false, true, TrainingDevice.Cpu, ComputePrecision.Mixed)]
    [InlineData(TrainingDevice.Auto, ComputePrecision.Mixed, false, false, TrainingDevice.Cpu, ComputePrecision.Mixed)]
    [InlineData(TrainingDevice.Cpu, ComputePrecision.Auto, true, false, TrainingDevice.Cpu, ComputePrecision.Full)]
    [InlineData(TrainingDevice.Cpu, ComputePrecision.Full, true, true, TrainingDevice.Cpu, ComputePrecision.Full)]
    [InlineData(TrainingDevice.Cuda, ComputePrecision.Full, true, true, TrainingDevice.Cuda, ComputePrecision.Full)]
    public void What_is_left_open_is_decided_by_what_the_hardware_can_do(
        TrainingDevice device, ComputePrecision precision, bool gpu, bool bfloat16, TrainingDevice chosen, ComputePrecision numbers) =>
        new ComputeChoice { Device = device, Precision = precision }.Resolve(gpu, bfloat16)
            .ShouldBe(new ComputeChoice { Device = chosen, Precision = numbers });

    [Fact]
    public void A_gpu_that_is_asked_for_and_absent_is_an_error_that_says_what_to_do()
    {
        var message = Should.Throw<TrainingException>(
            () => new ComputeChoice { Device = TrainingDevice.Cuda }.Resolve(cudaIsAvailable: false, bfloat16InProcessor: true)).Message;
        message.ShouldContain("GPU");
        message.ShouldContain("-p:LesionGpu=true");
    }
}
