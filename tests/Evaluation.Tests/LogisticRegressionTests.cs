using Lesion.Imaging;

namespace Lesion.Evaluation.Tests;

public sealed class LogisticRegressionTests
{
    [Fact]
    public void Without_a_useful_feature_the_bias_is_the_log_odds_of_the_classes()
    {
        var fit = new LogisticRegression([1, 1, 1, 1], [0, 1, 1, 1], 2).Fit(0.1);
        (fit.Bias[1] - fit.Bias[0]).ShouldBe(Math.Log(3), 1e-5);
        fit.Weights.ShouldAllBe(w => w == 0);
    }

    [Fact]
    public void One_feature_solves_the_equation_of_its_optimum()
    {
        // Balanced and standardised to ±1: the optimum satisfies σ(−w) = λ w, so w = 1 for λ = σ(−1).
        var fit = new LogisticRegression([3, 3, 5, 5], [0, 0, 1, 1], 2).Fit(1 / (1 + Math.E), tolerance: 1e-12);
        (fit.Weights[1] - fit.Weights[0]).ShouldBe(1, 1e-9);
        fit.Logits([3, 5]).ShouldBe([0.5, -0.5, -0.5, 0.5], 1e-9);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void No_step_in_any_direction_lowers_the_penalised_loss(int classes)
    {
        var (features, labels) = Blobs(240, 6, classes, 3);
        const double L2 = 0.01;
        var regression = new LogisticRegression(features, labels, classes);
        var fit = regression.Fit(L2, tolerance: 1e-9);
        var least = Loss(fit, features, labels, L2);
        var random = SeededRandom.For(2, 2);
        for (var trial = 0; trial < 50; trial++)
        {
            // Two classes are one vector: a step must keep both halves opposite.
            var moved = fit.Weights.Select(w => w + 1e-3 * (random.NextUnit() - 0.5)).ToArray();
            if (classes == 2)
                moved = [.. moved[6..].Select(w => -w), .. moved[6..]];
            Loss(fit with { Weights = moved }, features, labels, L2).ShouldBeGreaterThan(least);
        }
    }

    [Fact]
    public void It_is_the_same_to_the_last_bit_for_any_number_of_threads_and_from_run_to_run()
    {
        var (features, labels) = Blobs(600, 20, 3, 1);
        var first = new LogisticRegression(features, labels, 3).Fit(0.01);
        for (var repeat = 0; repeat < 3; repeat++)
            new LogisticRegression(features, labels, 3).Fit(0.01).Weights.ShouldBe(first.Weights);
    }

    [Fact]
    public void A_start_from_another_penalty_gives_the_same_fit()
    {
        var (features, labels) = Blobs(300, 10, 2, 4);
        var regression = new LogisticRegression(features, labels, 2);
        var cold = regression.Fit(0.01, tolerance: 1e-9);
        regression.Fit(0.01, regression.Fit(0.1), 1e-9).Weights.ShouldBe(cold.Weights, 1e-6);
    }

    [Fact]
    public void Separated_blobs_are_told_apart()
    {
        var (features, labels) = Blobs(300, 8, 3, 6);
        var logits = new LogisticRegression(features, labels, 3).Fit(0.001).Logits(features);
        var right = labels.Where((label, i) => Enumerable.Range(0, 3).MaxBy(k => logits[3 * i + k]) == label).Count();
        right.ShouldBeGreaterThan(285);
    }

    private static double Loss(LogisticModel fit, float[] features, int[] labels, double l2)
    {
        var loss = TemperatureScaling.NegativeLogLikelihood(fit.Logits(features), labels, 1);
        // The symmetric form of two classes holds half the vector twice: its squares sum to half of ‖w‖².
        return loss + l2 / 2 * fit.Weights.Sum(w => w * w) * (fit.Classes == 2 ? 2 : 1);
    }

    private static (float[] Features, int[] Labels) Blobs(int count, int dimensions, int classes, long seed)
    {
        var random = SeededRandom.For(seed, 8);
        var features = new float[count * dimensions];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % classes;
            for (var j = 0; j < dimensions; j++)
                features[i * dimensions + j] = (float)(random.NextUnit() + random.NextUnit() + (j % classes == labels[i] ? 0.9 : 0));
        }

        return (features, labels);
    }
}
