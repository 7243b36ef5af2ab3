using Lesion.Imaging;
using Lesion.Learning.Augmentation;
using Lesion.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Augmentation;

[Collection("torch")]
public sealed class MixupTests
{
    private static readonly AugmentationRecipe Recipe = new() { Mixup = 0.4 };

    [Fact]
    public void Images_and_targets_are_mixed_in_the_same_shares()
    {
        using var scope = NewDisposeScope();
        var images = Samples.DrawImages(3, 4, 4);
        var targets = tensor(new float[,] { { 1, 0 }, { 0, 1 }, { 1, 0 } });
        var (mixed, mixedTargets) = new MixupDraw([1, 2, 2], [0.25, 1, 0.5]).Apply(images, targets);
        mixedTargets.data<float>().ToArray().ShouldBe([0.25f, 0.75f, 0, 1, 1, 0]);
        var expected = images[0].to(ScalarType.Float32).Mul(0.25).Add(images[1].to(ScalarType.Float32).Mul(0.75));
        (mixed[0] - expected).abs().max().item<float>().ShouldBeLessThan(0.001f);
        (mixed[1] - images[1]).abs().max().item<float>().ShouldBe(0);
        (mixed[2] - images[2]).abs().max().item<float>().ShouldBe(0);
    }

    [Fact]
    public void With_mixup_off_a_batch_stays_exactly_as_it_is()
    {
        using var scope = NewDisposeScope();
        var images = Samples.DrawImages(3, 4, 4);
        var draw = MixupDraw.Draw(new AugmentationRecipe(), SeededRandom.From("off"), images: 3);
        var (same, targets) = draw.Apply(images, ones(3, 2));
        same.dtype.ShouldBe(ScalarType.Byte);
        same.bytes.ToArray().ShouldBe(images.bytes.ToArray());
        targets.data<float>().ToArray().ShouldAllBe(value => value == 1);
    }

    [Fact]
    public void What_is_drawn_depends_on_the_random_numbers_alone()
    {
        static MixupDraw Draw(string seed) => MixupDraw.Draw(Recipe, SeededRandom.From(seed), images: 8);
        Draw("a").Shares.ShouldBe(Draw("a").Shares);
        Draw("a").Partners.ShouldBe(Draw("a").Partners);
        Draw("a").Partners.Order().ShouldBe(Enumerable.Range(0, 8));
        Draw("b").Shares.ShouldNotBe(Draw("a").Shares);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(3)]
    public void Shares_are_distributed_as_Beta(double alpha)
    {
        var random = SeededRandom.From("beta");
        var draws = Enumerable.Range(0, 20_000).Select(_ => BetaDistribution.Draw(random, alpha)).ToArray();
        draws.ShouldAllBe(share => share >= 0 && share <= 1);
        draws.Average().ShouldBe(0.5, 0.01);
        var variance = 1 / (4 * (2 * alpha + 1));
        draws.Average(share => Math.Pow(share - 0.5, 2)).ShouldBe(variance, 0.03 * variance);
    }
}
