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
}
