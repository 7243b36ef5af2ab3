using Lesion.Onnx;

namespace Lesion.Inference.Tests.Models;

public sealed class DecisionRuleTests
{
    private static readonly ModelCard Card = new TinyModel().Card with { Threshold = 0.3 };

    [Theory]
    [InlineData(0.29f, "benign")]
    [InlineData(0.31f, "malignant")]
    [InlineData(0.9f, "malignant")]
    public void The_label_follows_the_threshold_and_not_the_larger_probability(float malignant, string label)
    {
        var verdict = Card.Decide([1 - malignant, malignant]);

        verdict.Label.ShouldBe(label);
        verdict.Decision.ShouldBe(label);
        verdict.Reasons.ShouldBeEmpty();
    }

    [Fact]
    public void The_threshold_itself_is_positive() =>
        (Card with { Threshold = 0.25 }).Decide([0.75f, 0.25f]).Label.ShouldBe("malignant");

    [Fact]
    public void The_positive_class_may_come_first() =>
        (Card with { Positive = "benign" }).Decide([0.31f, 0.69f]).Label.ShouldBe("benign");

    [Theory]
    [InlineData(0.19f, "benign")]
    [InlineData(0.25f, "refer")]
    [InlineData(0.35f, "refer")]
    [InlineData(0.41f, "malignant")]
    public void A_probability_within_the_band_is_referred_as_uncertain(float malignant, string decision)
    {
        var verdict = (Card with { ReferBand = [0.2, 0.4] }).Decide([1 - malignant, malignant]);

        verdict.Decision.ShouldBe(decision);
        verdict.Reasons.ShouldBe(decision == "refer" ? ["uncertain"] : []);
        verdict.Label.ShouldBe(malignant >= 0.3f ? "malignant" : "benign");
    }

    [Theory]
    [InlineData(0.25f, 1.01, "uncertain,unlikeTraining")]
    [InlineData(0.9f, 1.01, "unlikeTraining")]
    [InlineData(0.25f, 1.0, "uncertain")]
    [InlineData(0.9f, 1.0, "")]
    [InlineData(0.9f, null, "")]
    public void Either_reason_refers_and_both_may_stand_together(float malignant, double? novelty, string reasons)
    {
        var verdict = (Card with { ReferBand = [0.2, 0.4] }).Decide([1 - malignant, malignant], novelty);

        string.Join(",", verdict.Reasons).ShouldBe(reasons);
        verdict.Decision.ShouldBe(reasons.Length > 0 ? "refer" : "malignant");
        verdict.Label.ShouldBe(malignant >= 0.3f ? "malignant" : "benign");
    }

    [Fact]
    public void With_more_classes_the_most_probable_is_the_label()
    {
        var card = Card with { Classes = ["a", "b", "c"], Positive = null, Threshold = null };

        card.Decide([0.2f, 0.3f, 0.5f]).Decision.ShouldBe("c");
        card.Decide([0.2f, 0.5f, 0.3f]).Label.ShouldBe("b");
    }

    [Fact]
    public void With_more_classes_an_image_is_referred_where_the_most_probable_is_not_probable_enough()
    {
        var card = Card with { Classes = ["a", "b", "c"], Positive = null, Threshold = null, ReferBand = null, ReferBelow = 0.5 };

        var uncertain = card.Decide([0.2, 0.31, 0.49]);
        (uncertain.Label, uncertain.Decision).ShouldBe(("c", "refer"));
        uncertain.Reasons.ShouldBe(["uncertain"]);
        var sure = card.Decide([0.2, 0.3, 0.5]);
        (sure.Label, sure.Decision, sure.Reasons.Count).ShouldBe(("c", "c", 0));
        (card with { ReferBelow = null }).Decide([0.3, 0.3, 0.4]).Decision.ShouldBe("c");
    }
}
