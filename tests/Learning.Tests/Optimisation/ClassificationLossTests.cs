using Lesion.Learning.Optimisation.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Optimisation;

[Collection("torch")]
public sealed class ClassificationLossTests
{
    private static readonly float[] Logits = [2, -1, 0.5f, 0, 0, 3, -2, 1, 1, 0.1f, 0.2f, 0.3f];

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void It_is_torchs_cross_entropy_of_labels(double smoothing)
    {
        using var scope = NewDisposeScope();
        using var loss = new ClassificationLoss(smoothing, [1, 1, 1], CPU);
        var logits = tensor(Logits).reshape(4, 3);
        var expected = nn.functional.cross_entropy(logits, tensor(new long[] { 0, 2, 1, 1 }), label_smoothing: smoothing);
        loss.Forward(logits, loss.Targets([0, 2, 1, 1])).item<float>().ShouldBe(expected.item<float>(), 1e-6);
    }

    [Fact]
    public void It_is_torchs_cross_entropy_of_soft_targets_with_class_weights()
    {
        using var scope = NewDisposeScope();
        using var loss = new ClassificationLoss(0.2, [0.5f, 1, 3], CPU);
        var logits = tensor(Logits).reshape(4, 3);
        var targets = tensor(new float[,] { { 1, 0, 0 }, { 0.3f, 0.7f, 0 }, { 0.2f, 0.3f, 0.5f }, { 0, 0, 1 } });
        var expected = nn.functional.cross_entropy(
            logits, targets, weight: tensor(new[] { 0.5f, 1, 3 }), label_smoothing: 0.2);
        loss.Forward(logits, targets).item<float>().ShouldBe(expected.item<float>(), 1e-6);
    }

    [Fact]
    public void Logits_of_less_precision_are_taken_to_float32_first()
    {
        using var scope = NewDisposeScope();
        using var loss = new ClassificationLoss(0, [1, 1], CPU);
        var logits = tensor(new float[,] { { 20, -20 }, { -4, 4 } }).to(ScalarType.BFloat16).requires_grad_();
        var value = loss.Forward(logits, loss.Targets([0, 0]));
        value.dtype.ShouldBe(ScalarType.Float32);
        value.item<float>().ShouldBe(4.000168f, 1e-5);
        value.backward();
        logits.grad!.dtype.ShouldBe(ScalarType.BFloat16);
    }

    [Fact]
    public void Balanced_weights_let_every_class_count_the_same()
    {
        int[] counts = [60, 30, 10];
        var weights = ClassWeights.Of(ClassWeighting.Balanced, counts);
        weights.Zip(counts, (weight, count) => weight * count).ShouldAllBe(sum => Math.Abs(sum - 100f / 3) < 1e-4);
        ClassWeights.Of(ClassWeighting.None, counts).ShouldBe([1, 1, 1]);
        Should.Throw<ArgumentException>(() => ClassWeights.Of(ClassWeighting.Balanced, [5, 0])).Message.ShouldContain("5, 0");
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using var logits = zeros(4, 3);
        var before = Tensor.TotalCount;
        using (var loss = new ClassificationLoss(0.1, [1, 1, 1], CPU))
        {
            for (var i = 0; i < 3; i++)
            {
                using var targets = loss.Targets([0, 1, 2, 0]);
                using var value = loss.Forward(logits, targets);
            }

            Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before + 1);
        }

        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);
    }
}
