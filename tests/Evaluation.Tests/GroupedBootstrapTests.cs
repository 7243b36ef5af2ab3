using FsCheck;
using FsCheck.Fluent;
using Lesion.Imaging;

namespace Lesion.Evaluation.Tests;

public sealed class GroupedBootstrapTests
{
    private const int Resamples = 200;

    [Fact]
    public void Without_groups_images_are_drawn_one_by_one_within_their_class_as_ever()
    {
        var set = Overlapping(120);
        Interval(set, "auc").ShouldBe([0.7479791666666668, 0.8742013888888889]);
        Interval(set, "averagePrecision").ShouldBe([0.7777760597448151, 0.8905592529643213]);
        Interval(set, "sensitivity").ShouldBe([0.4829166666666667, 0.73375]);
        Interval(set, "ece").ShouldBe([0, 0.10377041016999622]);
        Interval(Samples.ThreeClasses(90, 2), "auc").ShouldBe([0.8215507201646091, 0.9346955761316873]);

        var difference = PairedBootstrap.CompareAuc(set, Better(set), resamples: Resamples);
        (difference.Low, difference.High).ShouldBe((0.03582638888888894, 0.0678194444444445));
    }

    [Fact]
    public void Groups_of_one_image_give_the_same_to_the_last_digit()
    {
        Prop.ForAll(Gen.Choose(1, 1000).ToArbitrary(), seed =>
        {
            var alone = Samples.ThreeClasses(60, seed);
            var named = Grouped(alone, image => $"group {(image * 7) % 60}");
            foreach (var (name, interval) in Intervals(alone))
                Interval(named, name).ShouldBe(interval, name);
            PairedBootstrap.CompareBalancedAccuracy((named, null), (Better(named), null), resamples: Resamples)
                .ShouldBe(PairedBootstrap.CompareBalancedAccuracy((alone, null), (Better(alone), null), resamples: Resamples));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10));
    }

    [Fact]
    public void Copies_of_an_image_in_its_group_say_no_more_than_the_image()
    {
        Prop.ForAll(Gen.Choose(2, 5).ToArbitrary(), copies =>
        {
            var once = Overlapping(100);
            var copied = Copied(once, copies);
            foreach (var (name, interval) in Intervals(once))
                Intervals(copied)[name].ShouldBe(interval, 1e-9, name);

            var alone = Interval(Grouped(copied, _ => null), "auc");
            Width(Interval(copied, "auc")).ShouldBe(Width(alone) * Math.Sqrt(copies), 0.25 * Width(alone) * Math.Sqrt(copies));

            var one = PairedBootstrap.CompareAuc(once, Better(once), resamples: Resamples);
            var several = PairedBootstrap.CompareAuc(copied, Better(copied), resamples: Resamples);
            several.Low.ShouldBe(one.Low, 1e-9);
            several.High.ShouldBe(one.High, 1e-9);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(4));
    }

    [Fact]
    public void Intervals_of_groups_do_not_depend_on_the_order_of_the_images()
    {
        var set = Grouped(Samples.ThreeClasses(60, 3), image => $"{image % 25}");
        int[] turned = [.. Enumerable.Range(0, 60).Select(image => (image * 37) % 60)];
        var listedOtherwise = new PredictionSet(
            set.Classes,
            [.. turned.Select(image => set.Labels[image])],
            [.. turned.SelectMany(image => set.Row(image).ToArray())],
            null,
            [.. turned.Select(image => set.Groups[image])]);
        foreach (var (name, interval) in Intervals(set))
            Intervals(listedOtherwise)[name].ShouldBe(interval, 1e-12, name);
    }

    /// <summary>Patients of whom each has an effect of its own on all of its images, whatever these are of.</summary>
    [Fact]
    public void The_interval_of_groups_holds_the_truth_as_often_as_it_says_and_that_of_images_does_not()
    {
        const int runs = 120;
        var random = SeededRandom.For(5, 8);
        double truth = ClassificationEvaluator.Auc(Patients(20_000, random));
        var (grouped, alone) = (0, 0);
        for (var run = 0; run < runs; run++)
        {
            var set = Patients(60, random);
            grouped += Holds(Interval(set, "auc"));
            alone += Holds(Interval(Grouped(set, _ => null), "auc"));
        }

        // 95 % of 120 are 114, with a standard deviation of 2.4.
        grouped.ShouldBeGreaterThanOrEqualTo(107);
        alone.ShouldBeLessThanOrEqualTo(100);

        int Holds(double[] interval) => truth >= interval[0] && truth <= interval[1] ? 1 : 0;
    }

    [Fact]
    public void A_resample_takes_whole_groups_and_has_every_class()
    {
        // The last class is only in groups that are drawn among those of another class.
        int[] labels = [0, 2, 0, 2, 1, 2, 1];
        int[][] groups = [[0, 1], [2], [3, 4, 5], [6]];
        var bootstrap = new StratifiedBootstrap(labels, 3, groups, seed: 1);
        var seen = new HashSet<string>();
        for (var resample = 0; resample < 500; resample++)
        {
            var weights = bootstrap.Draw().ToArray();
            foreach (var group in groups)
                group.Select(image => weights[image]).Distinct().ShouldHaveSingleItem();
            labels.Where((_, image) => weights[image] > 0).Distinct().Count().ShouldBe(3);
            seen.Add(string.Join(' ', weights));
        }

        // Three draws of each pair of groups, less the one without the last class.
        seen.Count.ShouldBe(8);
    }

    [Fact]
    public void DeLong_says_where_it_ignores_groups()
    {
        var set = Overlapping(40);
        DeLongTest.Compare(set, Better(set)).IgnoresGroups.ShouldBeFalse();
        var pairs = Grouped(set, image => $"{image / 2}");
        DeLongTest.Compare(pairs, Better(pairs)).IgnoresGroups.ShouldBeTrue();
        PairedBootstrap.CompareAuc(pairs, Better(pairs), resamples: Resamples).IgnoresGroups.ShouldBeFalse();
    }

    [Fact]
    public void Groups_that_do_not_fit_are_refused()
    {
        var set = Overlapping(10);
        Should.Throw<ArgumentException>(() => new PredictionSet(set.Classes, set.Labels, set.Probabilities, set.Positive, ["a"]))
            .Message.ShouldContain("10 groups");
        Should.Throw<ArgumentException>(() => PairedBootstrap.CompareAuc(set, Grouped(set, image => $"{image / 2}")));
    }

    private static PredictionSet Overlapping(int count)
    {
        var (scores, labels) = Samples.Overlapping(count, 9);
        return Samples.Binary(scores, labels);
    }

    /// <summary>The same images, by a model that is a little surer of the last class where that is right.</summary>
    private static PredictionSet Better(PredictionSet set)
    {
        var last = set.Classes.Count - 1;
        double[] probabilities = [.. set.Probabilities];
        for (var image = 0; image < set.Count; image++)
        {
            if (set.Labels[image] == last)
                probabilities[(image * set.Classes.Count) + last] += 0.05;
        }

        return new(set.Classes, set.Labels, probabilities, set.Positive, set.Groups);
    }

    private static PredictionSet Grouped(PredictionSet set, Func<int, string?> group) => new(
        set.Classes, set.Labels, set.Probabilities, set.Positive, [.. Enumerable.Range(0, set.Count).Select(group)]);

    private static PredictionSet Copied(PredictionSet set, int copies)
    {
        int[] images = [.. Enumerable.Range(0, set.Count).SelectMany(image => Enumerable.Repeat(image, copies))];
        return new(
            set.Classes,
            [.. images.Select(image => set.Labels[image])],
            [.. images.SelectMany(image => set.Row(image).ToArray())],
            set.Positive,
            [.. images.Select(image => $"{image}")]);
    }

    /// <summary>One to six images of each, a third of the patients having images of both classes.</summary>
    private static PredictionSet Patients(int patients, SeededRandom random)
    {
        var images = new List<(double Score, int Label, string Group)>();
        for (var patient = 0; patient < patients; patient++)
        {
            var effect = random.NextUnit() - 0.5;
            var count = 1 + random.NextBelow(6);
            for (var image = 0; image < count; image++)
            {
                var label = patient % 3 == 2 ? image % 2 : patient % 3;
                images.Add((0.5 + (0.7 * effect) + (0.1 * (random.NextUnit() - 0.5)) + (0.2 * label), label, $"{patient}"));
            }
        }

        var set = Samples.Binary([.. images.Select(image => image.Score)], [.. images.Select(image => image.Label)]);
        return Grouped(set, image => images[image].Group);
    }

    private static double[] Interval(PredictionSet set, string name) => Intervals(set)[name];

    private static IReadOnlyDictionary<string, double[]> Intervals(PredictionSet set) =>
        ClassificationEvaluator.Evaluate(set, set.IsBinary ? 0.5 : null, resamples: Resamples).Intervals;

    private static double Width(double[] interval) => interval[1] - interval[0];
}
