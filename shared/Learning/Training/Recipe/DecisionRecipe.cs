namespace Lesion.Learning.Training.Recipe;

/// <summary>How probabilities become decisions. All of it is chosen on out-of-fold predictions.</summary>
public sealed record DecisionRecipe
{
    /// <summary>
    /// With two classes: the threshold is the highest that keeps this sensitivity; null (the default) balances it with
    /// specificity. More classes have no threshold, so that it must be null.
    /// </summary>
    public double? RequiredSensitivity { get; init; }

    /// <summary>The share of images, those nearest to the threshold, that a person should look at. Default 0.1.</summary>
    public double ReferShare { get; init; } = 0.1;

    /// <summary>
    /// The share of the training images, those that are least like the others, beyond the limit from which an image is unlike
    /// what the model was trained on. Default 0.02.
    /// </summary>
    public double NoveltyShare { get; init; } = 0.02;
}
