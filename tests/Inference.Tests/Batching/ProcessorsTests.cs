using Lesion.Inference.Batching;

namespace Lesion.Inference.Tests.Batching;

public sealed class ProcessorsTests
{
    [Fact]
    public void A_thread_is_kept_to_one_processor_and_the_others_are_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads are pinned on Linux only.");
        var before = Processors.Allowed();
        (bool Pinned, int[] Allowed) inside = default;
        var thread = new Thread(() => inside = (Processors.TryPin(before[^1]), Processors.Allowed()));

        thread.Start();
        thread.Join();

        inside.Pinned.ShouldBeTrue();
        inside.Allowed.ShouldBe([before[^1]]);
        Processors.Allowed().ShouldBe(before);
    }

    [Fact]
    public void A_processor_that_is_not_there_is_refused() => Processors.TryPin(100_000).ShouldBeFalse();

    [Fact]
    public async Task A_model_whose_threads_are_pinned_answers_as_any_other()
    {
        var options = new InferenceOptions { PinThreads = true, InstanceCount = 2, IntraOpThreads = 2 };
        using var free = new TinyModel().Load();
        using var pinned = OnnxModel.Load(new TinyModel().Build(), "pinned.onnx", options.ModelOptions);
        await using var rig = new BatchingRig(options);
        rig.Models.Serve(default, OnnxModel.Load(new TinyModel().Build(), "pinned.onnx", options.ModelOptions));
        await rig.StartAsync();

        var answer = await rig.AskAsync(3);

        answer!.Outputs.Logits!.Values.Select(value => (double)value).ShouldBe(free.Run([Pictures.Input(3)])[0].Logits);
        pinned.Run([Pictures.Input(3)])[0].Logits.ShouldBe(free.Run([Pictures.Input(3)])[0].Logits);
        options.InstanceProcessors.Count.ShouldBe(2);
        options.ModelOptions.IntraOpProcessors.Count.ShouldBe(1);
    }
}
