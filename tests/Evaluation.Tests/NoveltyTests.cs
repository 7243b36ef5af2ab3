using Lesion.Evaluation.Novelty;

namespace Lesion.Evaluation.Tests;

public sealed class NoveltyTests
{
    [Fact]
    public void A_covariance_is_shrunk_as_far_as_Ledoit_and_Wolf_say()
    {
        // By hand: S = diag(2, 0.5), m = 1.25, d² = 4.25 / 2 - m² = 0.5625, b² = (34 / 4 - 4.25) / 4 / 2 = 0.53125.
        var covariance = ShrunkCovariance.Of([2, 0, -2, 0, 0, 1, 0, -1], 2);

        covariance.Shrinkage.ShouldBe(0.53125 / 0.5625, 1e-12);
        covariance.Values.ShouldBe([31.0 / 24, 0, 0, 29.0 / 24], 1e-12);
    }

    [Fact]
    public void A_covariance_of_one_variance_in_all_directions_is_shrunk_wholly()
    {
        var covariance = ShrunkCovariance.Of([1, 0, -1, 0, 0, 1, 0, -1], 2);

        covariance.Shrinkage.ShouldBe(1);
        covariance.Values.ShouldBe([0.5, 0, 0, 0.5], 1e-12);
    }

    [Fact]
    public void The_more_samples_there_are_the_less_a_covariance_is_shrunk()
    {
        ShrunkCovariance.Of(Correlated(20), 3).Shrinkage.ShouldBeGreaterThan(ShrunkCovariance.Of(Correlated(200), 3).Shrinkage);
        var many = ShrunkCovariance.Of(Correlated(5000), 3);

        many.Shrinkage.ShouldBeLessThan(0.01);
        many.Values[1].ShouldBe(1, 0.1, "the first two are the same but for a little noise");
    }

    [Fact]
    public void A_matrix_is_taken_apart_and_its_factor_inverted()
    {
        var factor = Cholesky.Factor([4, 2, 2, 5], 2);

        factor.ShouldBe([2, 0, 1, 2]);
        Cholesky.Inverse(factor, 2).ShouldBe([0.5, 0, -0.25, 0.5]);
        Should.Throw<ArgumentException>(() => Cholesky.Factor([1, 2, 2, 1], 2)).Message.ShouldContain("positive definite");
    }

    [Fact]
    public void The_distance_of_one_feature_is_in_its_standard_deviations()
    {
        // Compressed they are -1, 0, 1: mean 0, deviation √(2/3).
        var density = FeatureDensity.Fit([Feature(-1), Feature(0), Feature(1)], 1);

        density.Distances([Feature(0), Feature(2)]).ShouldBe([0, 2 / Math.Sqrt(2.0 / 3)], 1e-5);
    }

    [Fact]
    public void The_distance_counts_how_features_go_together()
    {
        var density = FeatureDensity.Fit([.. Correlated(500).Select(Feature)], 3);

        var distances = density.Distances([Feature(1), Feature(1), 0, Feature(1), Feature(-1), 0]);

        distances[1].ShouldBeGreaterThan(3 * distances[0], "the first two features never went apart");
        density.Distances([.. Correlated(500).Select(Feature)]).Average(distance => distance * distance)
            .ShouldBeInRange(2, 3, "one a feature, less what shrinking takes from the narrow direction");
    }

    [Fact]
    public void There_may_be_fewer_images_than_features()
    {
        const int Size = 64;
        var novelty = NoveltyScore.Fit(Draw(12, Size, seed: 1), [.. Enumerable.Range(0, 12).Select(i => i % 3)], 0);

        novelty.Density.Whitening.ShouldAllBe(value => double.IsFinite(value));
        novelty.Of(Draw(20, Size, seed: 2)).ShouldAllBe(value => value < 1.5);
        novelty.Of([.. Draw(20, Size, seed: 2).Select(value => value + 1)]).ShouldAllBe(value => value > 1.5);
    }

    [Fact]
    public void The_limit_lets_a_share_of_the_images_out_of_their_fold_lie_beyond_it()
    {
        var folds = Enumerable.Range(0, 400).Select(i => i % 5).ToList();

        var novelty = NoveltyScore.Fit(Draw(400, 8, seed: 3), folds, 0.05);

        novelty.OutOfFold.Count(value => value > 1).ShouldBe(20);
        novelty.Quantile(0.95).ShouldBe(1, 1e-9);
        novelty.Of(Draw(2000, 8, seed: 4)).Count(value => value > 1).ShouldBeInRange(50, 160, "others of the same kind are like them");
        novelty.Of(Draw(400, 8, seed: 3)).Max().ShouldBeLessThan(novelty.OutOfFold[^1], "who is measured has no part in his measure");
    }

    [Fact]
    public void Images_that_are_all_the_same_make_every_other_unlike_them()
    {
        var novelty = NoveltyScore.Fit([.. Enumerable.Repeat(new[] { 0.5f, 0f }, 10).SelectMany(row => row)], [.. Enumerable.Range(0, 10).Select(i => i % 2)], 0.02);

        novelty.Of([0.5f, 0f, 0.5f, 0.1f]).Select(value => value > 1).ShouldBe([false, true]);
    }

    [Fact]
    public void One_fold_gives_no_limit() => Should.Throw<ArgumentException>(() => NoveltyScore.Fit([1, 2], [0, 0], 0.02)).Message.ShouldContain("two folds");

    /// <summary>The value that is compressed to this one.</summary>
    private static float Feature(double compressed) => (float)(FeatureDensity.Compression * Math.Sinh(compressed));

    /// <summary>[count, 3]: two that go together, and one by itself.</summary>
    private static double[] Correlated(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).SelectMany(_ =>
        {
            var common = Normal(random);
            return new[] { common + 0.1 * Normal(random), common + 0.1 * Normal(random), Normal(random) };
        })];
    }

    private static float[] Draw(int count, int size, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count * size).Select(_ => Feature(4 + 0.1 * Normal(random)))];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
