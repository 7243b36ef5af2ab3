using Lesion.Contracts;
using Lesion.Gateway.Promotions;
using Lesion.Gateway.Tests.Support;

namespace Lesion.Gateway.Tests.Promotions;

public sealed class PromotionRuleTests
{
    private static readonly PromotionOptions Options = new();

    [Fact]
    public void A_challenger_that_is_clearly_better_is_promoted()
    {
        var verdict = PromotionRule.Weigh(Contender(1, 0.05), Contender(2, 0.2), Options);

        verdict.Promoted.ShouldBeTrue(verdict.Reason);
        verdict.Reason.ShouldStartWith("Better: AUC");
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.02)]
    public void A_challenger_that_is_the_same_or_worse_is_not(double margin)
    {
        var verdict = PromotionRule.Weigh(Contender(1, 0.1), Contender(2, margin), Options);

        verdict.Promoted.ShouldBeFalse();
        verdict.Reason.ShouldStartWith("Not shown to be better");
    }

    [Fact]
    public void A_better_challenger_that_misses_too_many_is_not_promoted()
    {
        var verdict = PromotionRule.Weigh(Contender(1, 0.05), Contender(2, 0.2, threshold: 0.9), Options);

        verdict.Promoted.ShouldBeFalse();
        verdict.Reason.ShouldStartWith("Better, but not sensitive enough");
    }

    [Fact]
    public void A_sensitivity_that_is_required_counts_instead_of_the_champions()
    {
        var challenger = Contender(2, 0.2, threshold: 0.6);
        var champion = Contender(1, 0.05, threshold: 0.1);

        PromotionRule.Weigh(champion, challenger, Options).Promoted.ShouldBeFalse();
        PromotionRule.Weigh(champion, challenger, new PromotionOptions { RequiredSensitivity = 0.5 }).Promoted.ShouldBeTrue();
    }

    [Fact]
    public void Only_images_that_were_held_out_from_both_count()
    {
        var champion = new Contender(Samples.Manifest(1), Samples.Predictions(0.05, images: 200));
        var challenger = new Contender(Samples.Manifest(2), Samples.Predictions(0.2, images: 200, first: 190));

        var verdict = PromotionRule.Weigh(champion, challenger, Options);

        verdict.Promoted.ShouldBeFalse();
        verdict.Reason.ShouldContain("10 held-out images in common, 5 of the rarest class");
    }

    [Fact]
    public void Models_of_other_classes_are_not_compared()
    {
        var champion = Contender(1, 0.05);
        var challenger = champion with
        {
            Predictions = champion.Predictions with { Classes = ["melanoma", "nevus"] },
        };

        PromotionRule.Weigh(champion, challenger, Options).Reason.ShouldContain("melanoma, nevus");
    }

    [Fact]
    public void A_label_that_changed_counts_as_the_challenger_has_it()
    {
        var champion = Contender(1, 0.2);
        var relabelled = champion.Predictions with
        {
            Images =
            [
                .. champion.Predictions.Images.Select(image => image with
                {
                    Label = image.Label == "benign" ? "malignant" : "benign",
                    Probabilities = [image.Probabilities[1], image.Probabilities[0]],
                }),
            ],
        };

        PromotionRule.Weigh(champion, new Contender(Samples.Manifest(2), relabelled), Options).Promoted.ShouldBeTrue();
    }

    [Fact]
    public void Many_images_of_few_patients_show_no_more_than_few_images()
    {
        PromotionRule.Weigh(Copied(1, 0.05, group: null), Copied(2, 0.06, group: null), Options).Promoted.ShouldBeTrue();
        PromotionRule.Weigh(Copied(1, 0.05, Samples.Id), Copied(2, 0.06, Samples.Id), Options).Reason.ShouldStartWith("Not shown to be better");

        static Contender Copied(int version, double margin, Func<string, string>? group) => new(Samples.Manifest(version), new HeldOutPredictions
        {
            Classes = ["benign", "malignant"],
            Images =
            [
                .. Samples.Predictions(margin, images: 24).Images.SelectMany(image => Enumerable.Range(0, 20).Select(copy => image with
                {
                    ImageId = $"{image.ImageId}-{copy}",
                    Group = group?.Invoke(image.ImageId),
                })),
            ],
        });
    }

    private static Contender Contender(int version, double margin, double threshold = 0.5) =>
        new(Samples.Manifest(version, threshold), Samples.Predictions(margin));
}
