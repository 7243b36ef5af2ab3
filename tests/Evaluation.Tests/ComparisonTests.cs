using Lesion.Imaging;

namespace Lesion.Evaluation.Tests;

public sealed class ComparisonTests
{
    [Fact]
    public void A_model_compared_with_itself_differs_by_nothing()
    {
        var (scores, labels) = Samples.Overlapping(200, 1);
        var set = Samples.Binary(scores, labels);
        var difference = PairedBootstrap.CompareAuc(set, set);
        difference.Difference.ShouldBe(0);
        (difference.Low, difference.High, difference.ShareBetter).ShouldBe((0, 0, 0.5));
    }

    [Fact]
    public void A_better_model_wins_with_an_interval_above_nothing_in_both_tests()
    {
        var (scores, labels) = Samples.Overlapping(800, 2, shift: 0.15);
        var worse = Samples.Binary(scores, labels);
        var better = Samples.Binary([.. scores.Select((s, i) => s + 0.1 * labels[i])], labels);
        var bootstrap = PairedBootstrap.CompareAuc(worse, better);
        var exact = DeLongTest.Compare(worse, better);
        bootstrap.Low.ShouldBeGreaterThan(0);
        bootstrap.Difference.ShouldBe(exact.Difference, 1e-12);
        bootstrap.Low.ShouldBe(exact.Low, 0.01);
        bootstrap.High.ShouldBe(exact.High, 0.01);
        exact.ShareBetter.ShouldBeGreaterThan(0.999);
    }

    [Fact]
    public void Balanced_accuracies_are_compared_each_at_its_own_threshold()
    {
        var (scores, labels) = Samples.Overlapping(600, 3);
        var set = Samples.Binary(scores, labels);
        double At(double threshold) => ClassificationEvaluator.Evaluate(set, threshold, resamples: 1).BalancedAccuracy;

        var difference = PairedBootstrap.CompareBalancedAccuracy((set, 0.85), (set, 0.47));

        (difference.Champion, difference.Challenger).ShouldBe((At(0.85), At(0.47)));
        difference.Difference.ShouldBe(At(0.47) - At(0.85), 1e-12);
        difference.Low.ShouldBeInRange(0.0001, difference.Difference);
    }

    [Fact]
    public void More_than_two_classes_are_compared_by_their_mean_one_against_the_rest()
    {
        var better = Samples.ThreeClasses(600, 8);
        var shuffled = better.Labels.Select((_, i) => better.Row((i + 1) % better.Count).ToArray()).SelectMany(row => row).ToArray();
        var worse = new PredictionSet(better.Classes, better.Labels, shuffled, null);

        var difference = PairedBootstrap.CompareAuc(worse, better);

        difference.Challenger.ShouldBe(ClassificationEvaluator.Auc(better), 1e-12);
        difference.Low.ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public void Pairing_makes_the_interval_narrower_than_two_separate_ones()
    {
        var (scores, labels) = Samples.Overlapping(400, 4);
        var random = SeededRandom.For(11, 3);
        var a = Samples.Binary(scores, labels);
        var b = Samples.Binary([.. scores.Select(s => s + 0.02 * random.NextUnit())], labels);
        var paired = PairedBootstrap.CompareAuc(a, b);
        var alone = ClassificationEvaluator.Evaluate(a, null).Intervals["auc"];
        (paired.High - paired.Low).ShouldBeLessThan((alone[1] - alone[0]) / 2);
    }

    [Fact]
    public void Other_images_are_refused()
    {
        Should.Throw<ArgumentException>(() => PairedBootstrap.CompareAuc(
            Samples.Binary([0.1, 0.9], [0, 1]), Samples.Binary([0.1, 0.9], [1, 0])));
    }
}
