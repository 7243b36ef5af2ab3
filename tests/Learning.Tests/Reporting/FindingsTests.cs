using Lesion.Learning.Reporting;

namespace Lesion.Learning.Tests.Reporting;

public sealed class FindingsTests
{
    [Fact]
    public void How_wide_the_interval_is_and_what_would_narrow_it_is_said()
    {
        var report = new SampleReport().Build();

        var interval = report.Manifest.HeldOut.Intervals["auc"];
        report.Findings.ShouldContain(finding =>
            finding.Contains($"{interval[1] - interval[0]:f3} wide") && finding.Contains("(60 of 'benign')") && finding.Contains("four times as many"));
    }

    [Fact]
    public void Few_images_of_a_class_are_warned_of() =>
        new SampleReport { ImagesAClass = 20 }.Build().Findings.ShouldContain(finding => finding.Contains("one image more or less") && finding.Contains("5 %"));

    [Fact]
    public void What_a_positive_answer_is_worth_where_the_class_is_rare_follows_Bayes_rule()
    {
        var report = new SampleReport().Build();

        var (sensitivity, falseAlarms) = (report.Manifest.HeldOut.Sensitivity, 1 - report.Manifest.HeldOut.Specificity);
        var worth = sensitivity * 0.1 / (sensitivity * 0.1 + falseAlarms * 0.9);
        report.Findings.ShouldContain(finding => finding.Contains($"{worth:0 %} of cases where 10 % of images are so"));
    }

    [Fact]
    public void What_was_not_seen_among_few_images_is_not_said_to_be_impossible()
    {
        var findings = new SampleReport { Skill = 40, ImagesAClass = 12 }.Build().Findings;

        findings.ShouldContain(finding => finding.Contains("no range") && finding.Contains("up to 25 % of them"));
        findings.ShouldContain(finding => finding.Contains("No false alarm was seen"));
        findings.ShouldNotContain(finding => finding.Contains("0.000 wide") || finding.Contains("right in 100 %"));
    }

    [Fact]
    public void Held_out_images_of_another_kind_show_in_the_out_of_fold_figures()
    {
        var same = new SampleReport().Build();
        var harder = same with { Manifest = same.Manifest with { HeldOut = new SampleReport { Skill = 0.2 }.Build().Manifest.HeldOut } };
        var easier = same with { Manifest = same.Manifest with { HeldOut = new SampleReport { Skill = 4 }.Build().Manifest.HeldOut } };

        same.Findings.ShouldContain(finding => finding.Contains("agree within chance"));
        harder.Findings.ShouldContain(finding => finding.Contains("clearly more than on the held-out images"));
        easier.Findings.ShouldContain(finding => finding.Contains("clearly less than on the held-out images"));
    }

    [Theory]
    [InlineData(3, "more epochs did not help")]
    [InlineData(6, "more epochs may help")]
    public void Whether_more_epochs_helped_is_told_by_the_curves(int best, string expected)
    {
        var report = new SampleReport { Curves = [SampleCurves.Curve("Train layer3", "without fold 0", 6, best)] }.Build();

        report.Findings.Single(finding => finding.StartsWith("Train layer3")).ShouldContain(expected);
    }

    [Theory]
    [InlineData(3, "highest after epoch 3")]
    [InlineData(5, "after the last epoch that can be compared (0.910 after 5)")]
    public void An_epoch_after_which_images_were_predicted_in_more_rows_is_not_compared_with_the_others(int best, string expected)
    {
        var report = new SampleReport { Curves = [SampleCurves.Curve("Train layer3", "without fold 0", 6, best).WithLastOfMoreRows()] }.Build();

        report.Findings.Single(finding => finding.StartsWith("Train layer3")).ShouldContain(expected);
    }

    [Fact]
    public void The_class_that_is_missed_more_is_named_where_chance_does_not_explain_it()
    {
        new SampleReport { Threshold = 0.85 }.Build().Findings.ShouldContain(finding => finding.StartsWith("'malignant' is missed most"));
        new SampleReport { Threshold = 0.15 }.Build().Findings.ShouldContain(finding => finding.StartsWith("'benign' is missed most"));
        new SampleReport { Threshold = 0.5 }.Build().Findings.ShouldContain(finding => finding.StartsWith("No class is clearly missed more"));
    }

    [Fact]
    public void What_training_further_gained_over_the_probe_is_told_with_its_interval()
    {
        var report = new SampleReport { WithProbe = true, ImagesAClass = 300 }.Build();

        var difference = report.Details.Probe!.Bootstrap;
        difference.Low.ShouldBeGreaterThan(0, "the sample's probe is the same with noise");
        report.Findings.ShouldContain(finding => finding.Contains($"{difference.Low:+0.000}") && finding.Contains("training further than the probe helped"));
        new SampleReport().Build().Findings.ShouldNotContain(finding => finding.Contains("the probe's"));
    }

    [Fact]
    public void A_ladder_whose_rungs_lie_within_the_noise_is_called_so()
    {
        var within = new SampleReport { Ladders = [SampleCurves.Ladder(("1", 0.9, true), ("0.1", 0.895, false))] }.Build();
        var apart = new SampleReport { Ladders = [SampleCurves.Ladder(("1", 0.9, true), ("0.1", 0.8, false))] }.Build();

        within.Findings.ShouldContain(finding => finding.Contains("The choice matters little"));
        apart.Findings.ShouldContain(finding => finding.Contains("1 of the 1 others did worse"));
    }
}
