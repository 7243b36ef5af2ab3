using FsCheck;
using FsCheck.Fluent;
using Lesion.Imaging;

namespace Lesion.Evaluation.Tests;

public sealed class MetricsTests
{
    // The example of scikit-learn's documentation of roc_auc_score and average_precision_score.
    private static readonly double[] Published = [0.1, 0.4, 0.35, 0.8];
    private static readonly int[] PublishedLabels = [0, 0, 1, 1];

    [Fact]
    public void Auc_and_average_precision_match_the_published_example()
    {
        var metrics = ClassificationEvaluator.Evaluate(Samples.Binary(Published, PublishedLabels), 0.5);
        metrics.Auc.ShouldBe(0.75, 1e-12);
        metrics.AveragePrecision.ShouldBe(0.8333333333, 1e-9);
    }

    [Fact]
    public void Tied_scores_count_half()
    {
        ClassificationEvaluator.Auc(Samples.Binary([0.5, 0.5, 0.5, 0.5], [0, 0, 1, 1])).ShouldBe(0.5);
        ClassificationEvaluator.Auc(Samples.Binary([0.2, 0.6, 0.6, 0.9], [0, 0, 1, 1])).ShouldBe(3.5 / 4);
    }

    [Fact]
    public void Figures_at_the_threshold_follow_from_the_confusion_matrix()
    {
        // Positives 0.9 0.6 0.3, negatives 0.7 0.4 0.2 0.1 0.05; at 0.5: 2 of 3 and 4 of 5 are right.
        var metrics = ClassificationEvaluator.Evaluate(
            Samples.Binary([0.9, 0.6, 0.3, 0.7, 0.4, 0.2, 0.1, 0.05], [1, 1, 1, 0, 0, 0, 0, 0]), 0.5);
        metrics.N.ShouldBe(8);
        metrics.Sensitivity.ShouldBe(2 / 3.0, 1e-12);
        metrics.Specificity.ShouldBe(4 / 5.0, 1e-12);
        metrics.Accuracy.ShouldBe(6 / 8.0, 1e-12);
        metrics.BalancedAccuracy.ShouldBe((2 / 3.0 + 4 / 5.0) / 2, 1e-12);
        metrics.ConfusionMatrix.ShouldBe([[4, 1], [1, 2]]);
    }

    [Fact]
    public void The_positive_class_may_be_the_first_column()
    {
        var set = new PredictionSet(["melanoma", "nevus"], [0, 0, 1, 1], [0.8, 0.2, 0.4, 0.6, 0.45, 0.55, 0.1, 0.9], "melanoma");
        var metrics = ClassificationEvaluator.Evaluate(set, 0.42);
        metrics.Sensitivity.ShouldBe(0.5);
        metrics.Specificity.ShouldBe(0.5);
        metrics.Auc.ShouldBe(0.75);
    }

    [Fact]
    public void Calibration_error_is_the_mean_gap_of_its_bins()
    {
        // Two bins are in use: 0.9 (one of two right) and 0.6 (right): (2 × 0.4 + 1 × 0.4) / 3.
        var metrics = ClassificationEvaluator.Evaluate(Samples.Binary([0.9, 0.9, 0.6], [1, 0, 1]), 0.5);
        metrics.Ece.ShouldBe((2 * 0.4 + 0.4) / 3, 1e-12);
    }

    [Fact]
    public void More_than_two_classes_are_averaged_one_against_the_rest()
    {
        double[] probabilities = [0.7, 0.2, 0.1, 0.3, 0.4, 0.3, 0.2, 0.2, 0.6, 0.4, 0.5, 0.1];
        var metrics = ClassificationEvaluator.Evaluate(new(["a", "b", "c"], [0, 1, 2, 0], probabilities, null), 0.5);
        metrics.Threshold.ShouldBeNull();
        metrics.Accuracy.ShouldBe(0.75);
        metrics.Sensitivity.ShouldBe((0.5 + 1 + 1) / 3, 1e-12);
        metrics.BalancedAccuracy.ShouldBe(metrics.Sensitivity, 1e-12);
        metrics.Specificity.ShouldBe((1 + 2 / 3.0 + 1) / 3, 1e-12);
        metrics.Auc.ShouldBe((1 + 2 / 3.0 + 1) / 3, 1e-12);
        metrics.Classes.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void More_than_two_classes_are_each_told_from_the_rest_with_intervals()
    {
        var set = Samples.ThreeClasses(300, 2);

        var metrics = ClassificationEvaluator.Evaluate(set, null);

        var each = metrics.PerClass.ShouldNotBeNull();
        each.Select(one => (one.Class, one.N)).ShouldBe([("a", 50), ("b", 100), ("c", 150)]);
        each.Average(one => one.Auc).ShouldBe(metrics.Auc, 1e-12);
        each.Average(one => one.AveragePrecision).ShouldBe(metrics.AveragePrecision, 1e-12);
        each.Average(one => one.Sensitivity).ShouldBe(metrics.BalancedAccuracy, 1e-12);
        each.Average(one => one.Specificity).ShouldBe(metrics.Specificity, 1e-12);
        for (var k = 0; k < 3; k++)
        {
            var binary = new PredictionSet(
                ["rest", "own"], [.. set.Labels.Select(label => label == k ? 1 : 0)],
                [.. set.Column(k).SelectMany(p => new[] { 1 - p, p })], "own");
            each[k].Auc.ShouldBe(ClassificationEvaluator.Auc(binary), 1e-12);
            each[k].Sensitivity.ShouldBe((double)metrics.ConfusionMatrix[k][k] / each[k].N, 1e-12);
            foreach (var (name, value) in new[] { ("auc", each[k].Auc), ("sensitivity", each[k].Sensitivity) })
                value.ShouldBeInRange(each[k].Intervals[name][0], each[k].Intervals[name][1]);
        }

        // The rarest class is known least well.
        double Width(int k) => each[k].Intervals["sensitivity"][1] - each[k].Intervals["sensitivity"][0];
        Width(0).ShouldBeGreaterThan(Width(2));
        ClassificationEvaluator.Evaluate(Samples.Binary(Published, PublishedLabels), 0.5).PerClass.ShouldBeNull();
    }

    [Theory]
    [InlineData(1.0, 0.0)]
    [InlineData(3.0, 0.1335)] // The error of log odds three times too large, from four million draws.
    public void The_interval_of_the_calibration_error_holds_the_true_one(double overconfidence, double truth)
    {
        const int runs = 60;
        var random = SeededRandom.For(17, 4);
        var held = Enumerable.Range(0, runs).Count(_ =>
        {
            var odds = Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, 12).Sum(_ => random.NextUnit() - 0.5) * 2).ToArray();
            var labels = odds.Select(z => random.NextUnit() < 1 / (1 + Math.Exp(-z)) ? 1 : 0).ToArray();
            var scores = odds.Select(z => 1 / (1 + Math.Exp(-z * overconfidence))).ToArray();
            var metrics = ClassificationEvaluator.Evaluate(Samples.Binary(scores, labels), 0.5, resamples: 200);
            metrics.Ece.ShouldBeInRange(metrics.Intervals["ece"][0], metrics.Intervals["ece"][1]);
            return truth >= metrics.Intervals["ece"][0] && truth <= metrics.Intervals["ece"][1];
        });

        // 95 % of 60 are 57; percentiles of resamples would hold it in none of the first and 49 of the second.
        held.ShouldBeGreaterThanOrEqualTo(52);
    }

    [Fact]
    public void Intervals_hold_the_estimate_repeat_under_one_seed_and_narrow_with_more_images()
    {
        var (scores, labels) = Samples.Overlapping(800, 1);
        var set = Samples.Binary(scores, labels);
        var metrics = ClassificationEvaluator.Evaluate(set, 0.5, seed: 7);
        metrics.Intervals.Count.ShouldBe(7);
        foreach (var (name, estimate) in new[] { ("auc", metrics.Auc), ("sensitivity", metrics.Sensitivity) })
        {
            metrics.Intervals[name][0].ShouldBeLessThan(estimate);
            metrics.Intervals[name][1].ShouldBeGreaterThan(estimate);
        }

        ClassificationEvaluator.Evaluate(set, 0.5, seed: 7).Intervals["auc"].ShouldBe(metrics.Intervals["auc"]);
        var few = ClassificationEvaluator.Evaluate(Samples.Binary(scores[..80], labels[..80]), 0.5, seed: 7);
        (few.Intervals["auc"][1] - few.Intervals["auc"][0])
            .ShouldBeGreaterThan(2 * (metrics.Intervals["auc"][1] - metrics.Intervals["auc"][0]));
    }

    [Fact]
    public void Figures_and_intervals_do_not_depend_on_the_order_of_the_images()
    {
        var (scores, labels) = Samples.Overlapping(101, 6);
        var listed = ClassificationEvaluator.Evaluate(Samples.Binary(scores, labels), 0.5);
        var turned = ClassificationEvaluator.Evaluate(
            Samples.Binary([.. scores.Reverse()], [.. labels.Reverse()]), 0.5);
        turned.Auc.ShouldBe(listed.Auc, 1e-12);
        foreach (var (name, interval) in listed.Intervals)
            turned.Intervals[name].ShouldBe(interval, 1e-12);
    }

    [Fact]
    public void The_bootstrap_interval_agrees_with_DeLongs_error()
    {
        var (scores, labels) = Samples.Overlapping(900, 3);
        var set = Samples.Binary(scores, labels);
        var chance = Samples.Binary([.. Enumerable.Repeat(0.5, 900)], labels);
        var interval = ClassificationEvaluator.Evaluate(set, 0.5).Intervals["auc"];
        var exact = DeLongTest.Compare(chance, set);
        (interval[1] - interval[0]).ShouldBe(exact.High - exact.Low, 0.15 * (exact.High - exact.Low));
    }

    [Fact]
    public void A_class_without_images_is_named()
    {
        Should.Throw<ArgumentException>(() => ClassificationEvaluator.Evaluate(Samples.Binary([0.2, 0.3], [0, 0]), 0.5))
            .Message.ShouldContain("malignant");
    }

    [Fact]
    public void Auc_is_the_share_of_pairs_in_the_right_order()
    {
        Prop.ForAll(ScoredImages(), images =>
        {
            double wins = 0;
            var pairs = 0;
            foreach (var positive in images.Where(i => i.Label == 1))
            {
                foreach (var negative in images.Where(i => i.Label == 0))
                {
                    wins += positive.Score > negative.Score ? 1 : positive.Score == negative.Score ? 0.5 : 0;
                    pairs++;
                }
            }

            var auc = ClassificationEvaluator.Auc(
                Samples.Binary([.. images.Select(i => i.Score)], [.. images.Select(i => i.Label)]));
            return Math.Abs(auc - wins / pairs) < 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Auc_keeps_its_value_when_scores_are_stretched_and_mirrors_when_they_are_turned_round()
    {
        Prop.ForAll(ScoredImages(), images =>
        {
            int[] labels = [.. images.Select(i => i.Label)];
            double Auc(Func<double, double> map) =>
                ClassificationEvaluator.Auc(Samples.Binary([.. images.Select(i => map(i.Score))], labels));
            var auc = Auc(s => s);
            return Math.Abs(Auc(s => s * s * s / 2) - auc) < 1e-12 && Math.Abs(Auc(s => 1 - s) - (1 - auc)) < 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Scores in tenths, so that ties are common, with an image of each class.</summary>
    private static Arbitrary<(double Score, int Label)[]> ScoredImages() =>
        (from scores in Gen.Choose(0, 10).ListOf()
         from labels in Gen.Choose(0, 1).ListOf()
         select scores.Zip(labels, (s, l) => (s / 10.0, l)).Append((0.3, 0)).Append((0.7, 1)).ToArray()).ToArbitrary();
}
