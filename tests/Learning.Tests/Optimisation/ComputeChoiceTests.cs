using Lesion.Learning.Optimisation.Devices;
using Lesion.Learning.Training;

namespace Lesion.Learning.Tests.Optimisation;

public sealed class ComputeChoiceTests
{
    [Theory]
    [InlineData(TrainingDevice.Auto, ComputePrecision.Auto, true, TrainingDevice.Cuda, ComputePrecision.Mixed)]
    [InlineData(TrainingDevice.Auto, ComputePrecision.Auto, false, TrainingDevice.Cpu, ComputePrecision.Full)]
    [InlineData(TrainingDevice.Auto, ComputePrecision.Mixed, false, TrainingDevice.Cpu, ComputePrecision.Mixed)]
    [InlineData(TrainingDevice.Cpu, ComputePrecision.Auto, true, TrainingDevice.Cpu, ComputePrecision.Full)]
    [InlineData(TrainingDevice.Cuda, ComputePrecision.Full, true, TrainingDevice.Cuda, ComputePrecision.Full)]
    public void What_is_left_open_is_decided_by_whether_there_is_a_gpu(
        TrainingDevice device, ComputePrecision precision, bool gpu, TrainingDevice chosen, ComputePrecision numbers) =>
        new ComputeChoice { Device = device, Precision = precision }.Resolve(gpu)
            .ShouldBe(new ComputeChoice { Device = chosen, Precision = numbers });

    [Fact]
    public void A_gpu_that_is_asked_for_and_absent_is_an_error_that_says_what_to_do()
    {
        var message = Should.Throw<TrainingException>(
            () => new ComputeChoice { Device = TrainingDevice.Cuda }.Resolve(cudaIsAvailable: false)).Message;
        message.ShouldContain("GPU");
        message.ShouldContain("-p:LesionGpu=true");
    }
}
