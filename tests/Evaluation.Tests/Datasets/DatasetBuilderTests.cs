using Lesion.Contracts;
using Lesion.Evaluation.Datasets;

namespace Lesion.Evaluation.Tests.Datasets;

public sealed class DatasetBuilderTests
{
    [Fact]
    public void Small_sets_are_balanced_over_the_folds_and_fold_0_is_held_out()
    {
        var dataset = DatasetBuilder.Build(Images("benign", 30).Concat(Images("malignant", 25)), "c1");

        dataset.Classes.ShouldBe(["benign", "malignant"]);
        dataset.Positive.ShouldBe("malignant");
        foreach (var fold in dataset.Images.GroupBy(image => image.Fold))
        {
            fold.Count(image => image.Label == "benign").ShouldBe(6);
            fold.Count(image => image.Label == "malignant").ShouldBe(5);
            fold.ShouldAllBe(image => image.Split == (fold.Key == 0 ? Split.Test : Split.Train));
        }
    }

    [Fact]
    public void The_same_images_in_any_order_give_the_same_dataset()
    {
        var images = Images("benign", 40).Concat(Images("malignant", 40)).ToList();

        var dataset = DatasetBuilder.Build(images, "c1");

        DatasetBuilder.Build(Enumerable.Reverse(images), "c1").Id.ShouldBe(dataset.Id);
        DatasetBuilder.Build(images.Skip(1), "c1").Id.ShouldNotBe(dataset.Id);
    }

    [Fact]
    public void Patient_lesion_and_explicit_group_join_images_transitively()
    {
        var joined = Images("benign", 4).ToList();
        joined[0] = joined[0] with { GroupKeys = [.. GroupKeys.Of("p1", "l1", null)] };
        joined[1] = joined[1] with { GroupKeys = [.. GroupKeys.Of("p1", "l2", "g")] };
        joined[2] = joined[2] with { GroupKeys = [.. GroupKeys.Of(null, null, "g")] };
        joined[3] = joined[3] with { GroupKeys = [.. GroupKeys.Of(null, "l1", null)] };

        var dataset = DatasetBuilder.Build(joined.Concat(Images("benign", 30, 4)).Concat(Images("malignant", 30)), "c1");

        var groups = joined.Select(image => dataset.Images.Single(i => i.ImageId == image.ImageId)).ToList();
        groups[1].Group.ShouldBe(groups[0].Group);
        groups[2].Group.ShouldBe(groups[0].Group);
        groups[3].Group.ShouldNotBe(groups[0].Group, "a lesion's name without a patient is another patient's");
        groups.Take(3).Select(image => image.Fold).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Folds_are_kept_and_a_newcomer_joins_the_fold_of_its_group()
    {
        var first = DatasetBuilder.Build(Images("benign", 30).Concat(Images("malignant", 30)), "c1");
        var known = first.Images.Select(image => new DatasetCandidate
        {
            ImageId = image.ImageId,
            Label = image.Label,
            Fold = image.Fold,
            GroupKeys = [$"group:{image.ImageId}"],
        }).ToList();
        var newcomers = known.Select(image => image with { ImageId = "0" + image.ImageId[1..], Fold = null });

        var second = DatasetBuilder.Build(known.Concat(newcomers), "c1");

        second.Images.Count.ShouldBe(120);
        foreach (var image in first.Images)
        {
            second.Images.Single(i => i.ImageId == image.ImageId).Fold.ShouldBe(image.Fold);
            second.Images.Single(i => i.ImageId == "0" + image.ImageId[1..]).Fold.ShouldBe(image.Fold);
        }
    }

    [Fact]
    public void When_a_held_out_and_a_training_group_turn_out_to_be_one_the_training_side_is_left_out()
    {
        var images = Recorded(Images("benign", 40).Concat(Images("malignant", 40)));
        var held = images.First(image => image is { Fold: 0, Label: "benign" });
        var trained = images.First(image => image is { Fold: 2, Label: "benign" });
        images[images.IndexOf(held)] = held with { GroupKeys = ["group:g"] };
        images[images.IndexOf(trained)] = trained with { GroupKeys = ["group:g"] };

        var dataset = DatasetBuilder.Build(images, "c1");

        dataset.LeftOut.ShouldBe([new LeftOutImage { Image = trained.ImageId, Reason = LeftOutReasons.SplitGroup, InFavourOf = held.ImageId }]);
        dataset.Images.Single(image => image.ImageId == held.ImageId).Split.ShouldBe(Split.Test);
    }

    [Fact]
    public void A_group_over_two_training_folds_keeps_the_members_of_one()
    {
        var images = Recorded(Images("benign", 40).Concat(Images("malignant", 40)));
        var members = images.Where(image => image is { Fold: 1 or 3, Label: "benign" })
            .GroupBy(image => image.Fold)
            .SelectMany(fold => fold.Take(fold.Key == 3 ? 2 : 1))
            .ToList();
        foreach (var member in members)
            images[images.IndexOf(member)] = member with { GroupKeys = ["group:g"] };

        var dataset = DatasetBuilder.Build(images, "c1");

        dataset.LeftOut.Select(image => image.Image).ShouldBe([members.Single(member => member.Fold == 1).ImageId]);
    }

    [Fact]
    public void A_chosen_split_rules_and_speaks_for_the_rest_of_its_group()
    {
        var images = Images("benign", 60).Concat(Images("malignant", 60))
            .Select((image, place) => place % 4 == 0 ? image with { Split = Split.Val } : image)
            .ToList();
        images[1] = images[1] with { GroupKeys = ["group:g"] };
        images[4] = images[4] with { GroupKeys = ["group:g"] };
        images[5] = images[5] with { GroupKeys = ["group:g"], Split = Split.Train };

        var dataset = DatasetBuilder.Build(images, "c1");

        dataset.Images.Single(image => image.ImageId == images[1].ImageId).Split.ShouldBe(Split.Val);
        dataset.LeftOut.Single().ShouldBe(
            new LeftOutImage { Image = images[5].ImageId, Reason = LeftOutReasons.SplitGroup, InFavourOf = images[1].ImageId });
        dataset.Images.Count(image => image.Split == Split.Test).ShouldBe(0);
        dataset.Images.Where(image => image.Split == Split.Train).Select(image => image.Fold).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public void Where_all_images_are_chosen_for_training_nothing_is_left_to_measure_by()
    {
        var images = Images("benign", 30).Concat(Images("malignant", 30)).Select(image => image with { Split = Split.Train });

        Should.Throw<DatasetException>(() => DatasetBuilder.Build(images, "c1")).Message.ShouldContain("No image is held out");
    }

    [Fact]
    public void What_cannot_be_used_is_listed_with_its_reason()
    {
        var images = Images("benign", 30).Concat(Images("malignant", 30)).ToList();
        images[0] = images[0] with { Label = null };
        images[1] = images[1] with { LeftOut = LeftOutReasons.Conflicted };
        images[2] = images[2] with { LeftOut = LeftOutReasons.Unreadable };

        var dataset = DatasetBuilder.Build(images, "c1");

        dataset.Images.Count.ShouldBe(57);
        dataset.LeftOut.ToDictionary(image => image.Image, image => image.Reason).ShouldBe(
            new Dictionary<string, string>
            {
                [images[0].ImageId] = "unlabelled",
                [images[1].ImageId] = "conflicted",
                [images[2].ImageId] = "unreadable",
            },
            ignoreOrder: true);
    }

    [Theory]
    [InlineData(0, 0, "There are no images to train on")]
    [InlineData(40, 0, "All 40 images are labelled 'benign'")]
    [InlineData(3, 2, "benign")]
    [InlineData(40, 24, "would have 4, at least 5 are needed. Usable are 40 of 'benign' in 40 groups, 24 of 'malignant' in 24")]
    public void Too_little_to_train_on_is_said_with_the_counts(int benign, int malignant, string message) =>
        Should.Throw<DatasetException>(() =>
                DatasetBuilder.Build(Images("benign", benign).Concat(Images("malignant", malignant)), "c1"))
            .Message.ShouldContain(message);

    [Fact]
    public void The_positive_class_is_asked_for_where_it_is_not_plain()
    {
        var images = Images("cat", 30).Concat(Images("dog", 30)).ToList();

        Should.Throw<DatasetException>(() => DatasetBuilder.Build(images, "c1"))
            .Message.ShouldContain("'cat' or 'dog'");
        Should.Throw<DatasetException>(() => DatasetBuilder.Build(images, "c1", "cow"))
            .Message.ShouldContain("cat, dog");
        DatasetBuilder.Build(images, "c1", "Cat").Positive.ShouldBe("cat");
        DatasetBuilder.Build(images.Concat(Images("eel", 30)), "c1").Positive.ShouldBeNull();
    }

    [Fact]
    public void More_than_two_classes_are_all_in_every_fold_and_have_no_positive_one()
    {
        var images = Images("cat", 60).Concat(Images("dog", 40)).Concat(Images("eel", 25)).ToList();

        var dataset = DatasetBuilder.Build(images, "c1");

        dataset.Classes.ShouldBe(["cat", "dog", "eel"]);
        foreach (var fold in dataset.Images.GroupBy(image => image.Fold))
            fold.CountBy(image => image.Label).ToDictionary().ShouldBe(
                new Dictionary<string, int> { ["cat"] = 12, ["dog"] = 8, ["eel"] = 5 }, ignoreOrder: true);
        Should.Throw<DatasetException>(() => DatasetBuilder.Build(images, "c1", "eel"))
            .Message.ShouldContain("positive class of two only");
        Should.Throw<DatasetException>(() => DatasetBuilder.Build(images[..^1], "c1"))
            .Message.ShouldContain("too few images of 'eel'");
    }

    private static IEnumerable<DatasetCandidate> Images(string label, int count, int first = 0) =>
        Enumerable.Range(first, count).Select(i => new DatasetCandidate { ImageId = $"f{label}{i:d4}", Label = label });

    /// <summary>The same images as they are after a first training.</summary>
    private static List<DatasetCandidate> Recorded(IEnumerable<DatasetCandidate> images)
    {
        var all = images.ToList();
        var folds = DatasetBuilder.Build(all, "c1").Images.ToDictionary(image => image.ImageId, image => image.Fold);
        return [.. all.Select(image => image with { Fold = folds[image.ImageId] })];
    }
}
