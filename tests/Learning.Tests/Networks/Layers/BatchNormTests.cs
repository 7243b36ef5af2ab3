using Lesion.Learning.Native;
using Lesion.Learning.Networks;
using Lesion.Learning.Networks.Layers;
using Lesion.Learning.Tests.Networks.Zoo;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Networks.Layers;

public sealed class BatchNormTests
{
    [Fact]
    public void A_frozen_norm_folded_into_its_convolution_gives_the_same_values_and_gradients()
    {
        using var scope = NewDisposeScope();
        using var loaded = Load();
        var stage = loaded.Stages[0];
        stage.Train(true);
        var weights = stage.NamedParameters.Concat(stage.NamedBuffers).ToDictionary(weight => weight.Name, weight => weight.Value);
        var input = RuleFilled.Input(2, 3, 9, 9);

        var output = stage.Forward(input);

        var copies = weights.ToDictionary(weight => weight.Key, weight => weight.Value.detach().clone().requires_grad_(weight.Value.requires_grad));
        var expected = nn.functional.batch_norm(
            nn.functional.conv2d(input, copies["conv.weight"], copies["conv.bias"], padding: [1, 1]),
            copies["bn.running_mean"], copies["bn.running_var"], copies["bn.weight"], copies["bn.bias"], training: false, 0.1, 1e-3);
        Difference(output, expected).ShouldBeLessThan(1e-5f);
        output.Square().sum().backward();
        expected.Square().sum().backward();
        stage.NamedParameters.Count().ShouldBe(4);
        foreach (var (name, value) in stage.NamedParameters)
            (Difference(value.grad!, copies[name].grad!) / copies[name].grad!.abs().max().item<float>()).ShouldBeLessThan(1e-5f, name);
    }

    [Fact]
    public void Training_goes_by_the_batch_and_the_running_statistics_follow()
    {
        using var scope = NewDisposeScope();
        using var loaded = Load();
        var stage = loaded.Stages[0];
        stage.Train(true);
        stage.BatchNorm = BatchNormMode.Training;
        var mean = stage.NamedBuffers.Single(buffer => buffer.Name == "bn.running_mean").Value;
        var before = mean.clone();
        var input = RuleFilled.Input(2, 3, 9, 9);

        var output = stage.Forward(input);

        var weights = stage.NamedParameters.ToDictionary(weight => weight.Name, weight => (Tensor)weight.Value);
        Difference(output.mean([0, 2, 3]), weights["bn.bias"]).ShouldBeLessThan(1e-5f);
        var batch = nn.functional.conv2d(input, weights["conv.weight"], weights["conv.bias"], padding: [1, 1]).mean([0, 2, 3]);
        Difference(mean, before.Mul(0.9).Add(batch.Mul(0.1))).ShouldBeLessThan(1e-5f);
    }

    [Theory]
    [InlineData(BatchNormMode.Frozen, true, true)]
    [InlineData(BatchNormMode.Training, false, true)]
    [InlineData(BatchNormMode.Training, true, false)]
    public void The_running_statistics_stay_unless_a_stage_is_trained_in_training_mode(BatchNormMode mode, bool trainable, bool gradients)
    {
        using var scope = NewDisposeScope();
        using var loaded = Load();
        var stage = loaded.Stages[0];
        var input = RuleFilled.Input(2, 3, 9, 9);
        var expected = stage.Forward(input);
        var before = stage.NamedBuffers.Select(buffer => buffer.Value.clone()).ToList();
        stage.Train(trainable);
        stage.BatchNorm = mode;
        using var _ = set_grad_enabled(gradients);

        var output = stage.Forward(input);

        Difference(output, expected).ShouldBe(0);
        stage.NamedBuffers.Zip(before, (buffer, value) => buffer.Value.equal(value).all().item<bool>()).ShouldAllBe(same => same);
    }

    private static LoadedStages Load()
    {
        var stage = new Stage("stage", 4, ("", new NormalisedConvolution(("conv", "bn"), 3, 4, 3, padding: 1, bias: true, epsilon: 1e-3)));
        return new LoadedStages([stage], RuleFilled.State([stage]));
    }

    private static float Difference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}
