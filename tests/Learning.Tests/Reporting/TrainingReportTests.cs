using System.Text.Json;
using Lesion.Learning.Reporting;
using Lesion.Storage;

namespace Lesion.Learning.Tests.Reporting;

public sealed class TrainingReportTests
{
    [Fact]
    public void The_JSON_reads_back_as_it_was_written()
    {
        var report = new SampleReport
        {
            Members = 2,
            WithProbe = true,
            Curves = [SampleCurves.Curve("Train layer3", "all images", 4, 2)],
            Ladders = [SampleCurves.Ladder(("1", 0.8, true))],
        }.Build();

        var json = JsonSerializer.Serialize(report, LesionJson.Indented);
        var read = JsonSerializer.Deserialize<TrainingReport>(json, LesionJson.Options)!;

        JsonSerializer.Serialize(read, LesionJson.Indented).ShouldBe(json);
        read.Details.Curves[0].Points.Count.ShouldBe(5);
        read.Details.Mistakes.ShouldNotBeEmpty();
        JsonDocument.Parse(json).RootElement.GetProperty("findings").GetArrayLength().ShouldBe(read.Findings.Count);
    }

    [Fact]
    public void A_value_that_is_no_number_is_left_out_of_a_curve()
    {
        var point = new LearningPoint { Epoch = 2, TrainingLoss = double.NaN, OutOfFoldLoss = double.PositiveInfinity, OutOfFoldAuc = 0.5 };

        var finite = point.Finite();

        finite.ShouldBe(new LearningPoint { Epoch = 2, OutOfFoldAuc = 0.5 });
    }

    [Fact]
    public void The_surest_mistakes_of_each_class_come_first()
    {
        var report = new SampleReport { Skill = 0.5 }.Build();

        foreach (var label in report.Details.Mistakes.GroupBy(image => image.Label))
        {
            label.Count().ShouldBe(4);
            label.ShouldAllBe(image => image.Decided != image.Label);
            label.Select(image => image.Probabilities.Max()).ShouldBe(label.Select(image => image.Probabilities.Max()).OrderDescending());
        }

        report.Details.Mistakes.Select(image => image.Label).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Members_that_decide_alike_have_no_disagreement_to_show()
    {
        var report = new SampleReport { Members = 2, Skill = 30 }.Build();

        report.Details.Disagreement!.Images.ShouldBe(0);
        report.Details.Disagreement.Examples.ShouldBeEmpty();
        report.Details.Disagreement.Right.ShouldBeNull();
        new SampleReport().Build().Details.Disagreement.ShouldBeNull("one network cannot disagree");
    }
}
