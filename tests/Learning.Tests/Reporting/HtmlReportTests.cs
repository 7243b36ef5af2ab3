using System.Text.RegularExpressions;
using System.Xml.Linq;
using Lesion.Contracts;
using Lesion.Learning.Reporting;
using SkiaSharp;

namespace Lesion.Learning.Tests.Reporting;

public sealed partial class HtmlReportTests
{
    private const string Hostile = "<script>alert('x')</script>\" onload=\"y";

    private static readonly SampleReport Sample = new()
    {
        Members = 3,
        WithProbe = true,
        Curves = [SampleCurves.Curve("Train layer3", "without fold 0", 6, 4), SampleCurves.Curve("Train layer3", "without fold 1", 6, 4, shift: 0.01)],
        Ladders = [SampleCurves.Ladder(("1", 0.88, false), ("0.1", 0.905, true))],
        LeftOut = [new LeftOutImage { Image = "torn.jpg", Reason = "unreadable" }],
    };

    private static readonly Lazy<ReportPage> Page = new(() => new ReportPage(Sample.Html()));

    [Fact]
    public void The_page_refers_to_nothing_outside_itself()
    {
        var html = Sample.Html();

        References().Matches(html).Select(reference => reference.Groups[1].Value).ShouldNotBeEmpty();
        References().Matches(html).Select(reference => reference.Groups[1].Value)
            .ShouldAllBe(target => target.StartsWith("data:") || target.StartsWith('#'));
        Page.Value.All("script").Concat(Page.Value.All("link")).Concat(Page.Value.All("iframe")).ShouldBeEmpty();
        html.ShouldNotContain("@import");
    }

    [Fact]
    public void Every_figure_stands_with_its_interval_held_out_and_out_of_fold()
    {
        var manifest = Sample.Build().Manifest;

        var figures = Page.Value.Section("figures");
        foreach (var metrics in new[] { manifest.HeldOut, manifest.CrossValidated })
        {
            double[] values = [metrics.Auc, metrics.BalancedAccuracy, metrics.Sensitivity, metrics.Specificity, metrics.Accuracy, metrics.AveragePrecision, metrics.Ece];
            string[] names = ["auc", "balancedAccuracy", "sensitivity", "specificity", "accuracy", "averagePrecision", "ece"];
            foreach (var (value, name) in values.Zip(names))
                figures.ShouldContain($"{value:f3} [{metrics.Intervals[name][0]:f3}, {metrics.Intervals[name][1]:f3}]", customMessage: name);
        }
    }

    [Fact]
    public void Names_of_classes_files_and_images_stay_text()
    {
        var hostile = new SampleReport
        {
            Classes = [Hostile, "<img src=x>"],
            LeftOut = [new LeftOutImage { Image = $"{Hostile}.jpg", Reason = Hostile }],
            Ladders = [SampleCurves.Ladder((Hostile, 0.9, true)) with { Name = Hostile }],
            Curves = [SampleCurves.Curve(Hostile, Hostile, 3, 2)],
            FirstImageId = Hostile,
            Skill = 0.1,
        };

        var page = new ReportPage(hostile.Html());

        page.All("script").ShouldBeEmpty();
        page.Root.DescendantsAndSelf().Attributes().ShouldAllBe(attribute => !attribute.Name.LocalName.StartsWith("on"));
        page.All("img").ShouldAllBe(image => ((string)image.Attribute("src")!).StartsWith("data:image/jpeg;base64,"));
        page.Text.ShouldContain(Hostile);
    }

    [Fact]
    public void Who_cannot_see_it_is_told_what_there_is()
    {
        Page.Value.All("svg").Count().ShouldBe(6, "ROC, probabilities, reliability; loss, AUC and rate of the one phase");
        Page.Value.All("svg").ShouldAllBe(svg => svg.Attribute("aria-label") != null && (string?)svg.Attribute("role") == "img");
        Page.Value.All("img").ShouldNotBeEmpty();
        Page.Value.All("img").ShouldAllBe(image => ((string)image.Attribute("alt")!).Length > 10);
        Page.Value.All("table").ShouldAllBe(table => table.Element("caption") != null || (string?)table.Attribute("class") == "facts");
        var ids = Page.Value.Root.Descendants().Attributes("id").Select(id => id.Value).ToList();
        ids.ShouldBeUnique();
        Page.Value.All("a").Select(link => ((string)link.Attribute("href")!)[1..]).ShouldBeSubsetOf(ids);
    }

    [Fact]
    public void The_characters_of_the_plots_are_in_the_font_that_they_carry()
    {
        using var data = SKData.CreateCopy(PlotFont.Bytes);
        using var font = SKTypeface.FromData(data);
        var texts = Page.Value.All("text").Select(text => text.Value).ToList();

        texts.ShouldContain("Sensitivity");
        texts.SelectMany(text => text).Distinct().ShouldAllBe(character => font.ContainsGlyph(character));
        Page.Value.All("text").ShouldAllBe(text => ((string)text.Attribute("font-family")!).StartsWith(PlotFont.Family));
    }

    [Fact]
    public void Plots_are_the_same_for_the_same_data_and_differ_where_the_data_differ()
    {
        var other = new ReportPage((Sample with { Skill = 0.6, Curves = [SampleCurves.Curve("Train layer3", "without fold 0", 6, 2)] }).Html());
        var again = new ReportPage(Sample.Html());

        foreach (var plot in new[] { "ROC", "Histogram", "Reliability", "Loss", "Out-of-fold AUC" })
        {
            again.Plot(plot).ShouldBe(Page.Value.Plot(plot));
            other.Plot(plot).ShouldNotBe(Page.Value.Plot(plot), plot);
        }
    }

    [Fact]
    public void What_was_measured_in_more_rows_than_the_rest_is_no_part_of_a_curve_and_the_caption_says_so()
    {
        var curve = SampleCurves.Curve("Train layer3", "without fold 0", 6, 4);
        var unlike = new ReportPage((Sample with { Curves = [curve.WithLastOfMoreRows()] }).Html());
        var without = new ReportPage((Sample with { Curves = [curve with { Points = [.. curve.Points.SkipLast(1)] }] }).Html());

        unlike.Plot("Out-of-fold AUC").ShouldBe(without.Plot("Out-of-fold AUC"));
        unlike.Section("learning").ShouldContain("After epoch 6 the images kept out are predicted as the model answers, by the mean over 4 rows");
        without.Section("learning").ShouldNotContain("rows");
    }

    [Fact]
    public void What_was_chosen_by_the_out_of_fold_figures_and_by_whom_these_are_is_said()
    {
        var figures = Page.Value.Section("figures");

        figures.ShouldContain("All figures are of drawings.");
        figures.ShouldContain("flattered: number of drawings, temperature;");
    }

    [Fact]
    public void It_says_what_it_is_not_for_and_where_it_comes_from()
    {
        Page.Value.Text.ShouldContain("No medical device");
        var origin = Page.Value.Section("origin");
        foreach (var fact in new[] { new string('a', 64), new string('b', 64), "drawn-weights", "CC0-1.0", "seed 5, 2 threads, 12 steps", "scottPlot 5.1.59" })
            origin.ShouldContain(fact);
        Page.Value.Section("recipe").ShouldContain("\"preset\": \"fast\"");
        Page.Value.Section("images").ShouldContain("torn.jpg");
        Page.Value.Section("learning").ShouldContain("DeLong");
    }

    [Fact]
    public void DeLongs_test_is_said_to_ignore_groups_where_images_share_some()
    {
        var report = Sample.Build();
        var probe = report.Details.Probe!;
        var grouped = report with { Details = report.Details with { Probe = probe with { DeLong = probe.DeLong! with { IgnoresGroups = true } } } };

        Page.Value.Section("learning").ShouldNotContain("groups ignored");
        new ReportPage(Sample.Html(grouped)).Section("learning").ShouldContain("DeLong, groups ignored");
    }

    [Fact]
    public void More_than_two_classes_have_a_curve_and_a_row_each()
    {
        var page = new ReportPage(new SampleReport { Classes = ["bcc", "mel", "nv", "vasc"], Skill = 1.5, ReferBelow = 0.4 }.Html());

        page.All("table").Single(table => (string?)table.Attribute("class") == "confusion").Element("tbody")!.Elements("tr")
            .Select(row => row.Elements("td").Count()).ShouldBe([5, 5, 5, 5], "four decided, one referred");
        page.Section("decisions").ShouldContain("less probable than 0.400 is referred");
        page.Section("decisions").ShouldContain("mel, AUC");
        page.Text.ShouldNotContain("Sensitivity, specificity and average precision are of");
        page.Text.ShouldNotContain("threshold of");
    }

    [Fact]
    public void The_share_that_is_unlike_the_training_images_is_told_beside_the_limit()
    {
        var novelty = new ModelNovelty { Share = 0.02, Limit = 9, Features = 64, Images = 240, Shrinkage = 0.1, Quantiles = [0, 2], HeldOutBeyond = 0.031 };

        var decisions = new ReportPage(new SampleReport { Novelty = novelty }.Html()).Section("decisions");

        decisions.ShouldContain("of the held-out images 3 %");
        decisions.ShouldContain("leaves 2 % of the 240 training images beyond it");
    }

    [Fact]
    public void Without_a_mistake_it_says_so_and_doubts_it()
    {
        var page = new ReportPage(new SampleReport { Skill = 40 }.Html());

        page.All("img").ShouldBeEmpty();
        page.Section("mistakes").ShouldContain("there is no mistake to show");
        page.Section("meaning").ShouldContain("easy or leaking set");
    }

    [Theory]
    [InlineData(0.0, "positive is decided for all")]
    [InlineData(1.0, "negative is decided for all")]
    public void A_model_that_decides_all_alike_is_reported(double threshold, string why)
    {
        var page = new ReportPage(new SampleReport { Threshold = threshold, ReferBand = null }.Html());

        page.Section("meaning").ShouldContain("is missed most: 100 %", customMessage: why);
        page.Section("decisions").ShouldNotContain("referred");
    }

    [Fact]
    public void A_model_that_refers_everything_is_reported()
    {
        var page = new ReportPage(new SampleReport { ReferBand = [0, 1] }.Html());

        page.Section("meaning").ShouldContain("refers every image");
    }

    [GeneratedRegex("(?:src=\"|href=\"|url\\()([^\")]*)")]
    private static partial Regex References();
}
