using Lesion.Imaging;

namespace Lesion.Evaluation.Tests;

public sealed class CalibrationTests
{
    [Fact]
    public void The_temperature_undoes_an_overconfident_scale()
    {
        // Labels drawn by the true log odds; the model says three times as much.
        var random = SeededRandom.For(5, 2);
        var logits = new double[20_000];
        var labels = new int[10_000];
        for (var i = 0; i < labels.Length; i++)
        {
            var odds = 4 * random.NextUnit() - 2;
            labels[i] = random.NextUnit() < 1 / (1 + Math.Exp(-odds)) ? 1 : 0;
            logits[2 * i + 1] = 3 * odds;
        }

        TemperatureScaling.Fit(logits, labels).ShouldBe(3, 0.15);
    }

    [Fact]
    public void The_temperature_found_is_a_minimum()
    {
        double[] logits = [2, 0, 1, 0.5, 0, 1, 3, -1, 0.2, 0.1, -1, 2];
        int[] labels = [0, 1, 1, 0, 0, 1];
        var temperature = TemperatureScaling.Fit(logits, labels);
        var least = TemperatureScaling.NegativeLogLikelihood(logits, labels, temperature);
        least.ShouldBeLessThan(TemperatureScaling.NegativeLogLikelihood(logits, labels, temperature * 1.05));
        least.ShouldBeLessThan(TemperatureScaling.NegativeLogLikelihood(logits, labels, temperature / 1.05));
    }

    [Fact]
    public void Probabilities_at_a_temperature_are_a_softmax()
    {
        var probabilities = TemperatureScaling.Apply([0, 2 * Math.Log(3)], 2, 2);
        probabilities[1].ShouldBe(0.75, 1e-12);
        TemperatureScaling.Apply([1e4, 0, -1e4], 3, 1).ShouldBe([1, 0, 0]);
    }

    [Fact]
    public void The_balanced_threshold_has_the_greatest_sum_of_sensitivity_and_specificity()
    {
        double[] scores = [0.1, 0.2, 0.35, 0.4, 0.6, 0.8];
        bool[] positive = [false, false, true, false, true, true];
        // From 0.35 up: sensitivity 1, specificity 2/3; from 0.6 up: 2/3 and 1. Equal: 0.5 lies nearer to 0.5 than 0.275.
        DecisionThreshold.Balanced(scores, positive).ShouldBe(0.5, 1e-12);
    }

    [Fact]
    public void The_threshold_for_a_sensitivity_is_the_highest_that_keeps_it()
    {
        double[] scores = [0.1, 0.2, 0.35, 0.4, 0.6, 0.8];
        bool[] positive = [false, false, true, false, true, true];
        DecisionThreshold.ForSensitivity(scores, positive, 1).ShouldBe(0.275, 1e-12);
        DecisionThreshold.ForSensitivity(scores, positive, 0.6).ShouldBe(0.5, 1e-12);
        Should.Throw<ArgumentOutOfRangeException>(() => DecisionThreshold.ForSensitivity(scores, positive, 0));
    }

    [Fact]
    public void The_refer_band_holds_its_share_of_the_images_and_the_threshold()
    {
        var (scores, _) = Samples.Overlapping(1_000, 9);
        var band = ReferBand.Around(0.41, scores, 0.1).ShouldNotBeNull();
        scores.Count(s => s >= band[0] && s <= band[1]).ShouldBeInRange(99, 101);
        band[0].ShouldBeLessThan(0.41);
        band[1].ShouldBeGreaterThan(0.41);
        ReferBand.Around(0.41, scores, 0).ShouldBeNull();
    }

    [Fact]
    public void With_more_classes_the_least_sure_images_are_referred()
    {
        var set = Samples.ThreeClasses(500, 4);
        var limit = ReferBand.Below(set, 0.1).ShouldNotBeNull();

        Enumerable.Range(0, set.Count).Count(i => set.Row(i).ToArray().Max() < limit).ShouldBe(50);
        ReferBand.Below(set, 0).ShouldBeNull();
        Should.Throw<ArgumentOutOfRangeException>(() => ReferBand.Below(set, 1));
    }

    [Fact]
    public void The_bins_of_the_diagram_hold_every_image_and_add_up_to_the_calibration_error()
    {
        var (scores, labels) = Samples.Overlapping(300, seed: 4);
        var predictions = Samples.Binary(scores, labels);

        var bins = ReliabilityDiagram.Of(predictions);

        bins.Sum(bin => bin.Images).ShouldBe(300);
        bins.ShouldAllBe(bin => bin.Confidence > bin.Low && bin.Confidence <= bin.High);
        bins.ShouldAllBe(bin => bin.RightLow <= bin.Right && bin.Right <= bin.RightHigh);
        bins.Sum(bin => bin.Images / 300.0 * Math.Abs(bin.Right - bin.Confidence))
            .ShouldBe(ClassificationEvaluator.Evaluate(predictions, 0.5).Ece, 1e-12);
    }

    [Fact]
    public void The_interval_of_a_bin_is_Wilsons()
    {
        // 9 of 10 right: (0.5958, 0.9821), as in Brown, Cai and DasGupta, Statistical Science 16 (2001).
        var labels = Enumerable.Range(0, 10).Select(i => i == 0 ? 0 : 1).ToArray();

        var bin = ReliabilityDiagram.Of(Samples.Binary([.. labels.Select(_ => 0.9)], labels)).ShouldHaveSingleItem();

        bin.RightLow.ShouldBe(0.5958, 1e-4);
        bin.RightHigh.ShouldBe(0.9821, 1e-4);
    }
}
