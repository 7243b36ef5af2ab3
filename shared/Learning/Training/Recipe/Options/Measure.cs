namespace Lesion.Learning.Training.Recipe.Options;

/// <summary>What is chosen by, on images that were not trained on.</summary>
public enum Measure
{
    /// <summary>The area under the ROC curve; with more than two classes the mean over one against the rest.</summary>
    Auc,

    /// <summary>The mean cross-entropy.</summary>
    Loss,
}
