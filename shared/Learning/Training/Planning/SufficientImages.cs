using Lesion.Contracts;

namespace Lesion.Learning.Training.Planning;

/// <summary>
/// Whether images suffice to train and to evaluate; asked when a training starts, and again once the broken images are known.
/// </summary>
internal static class SufficientImages
{
    private const int FewestOfAClass = 5;

    /// <exception cref="TrainingException">They do not; the message says what to add.</exception>
    public static void Check(
        TrainingLayout layout, IReadOnlyCollection<DatasetImage> training, IReadOnlyCollection<DatasetImage> heldOut)
    {
        var classes = layout.Dataset.Classes;
        if (classes.Count < 2)
            throw new TrainingException(
                $"All images are of one class, '{classes.SingleOrDefault() ?? "none"}'. A classifier needs images of at least two: add others.");
        if (layout.Folds.Count < 2)
            throw new TrainingException(
                "The training images are all in one fold, which leaves none to choose the threshold by. Add images of other lesions.");
        foreach (var fold in layout.Folds)
            RequireEachClass($"training fold {fold}", training.Where(image => image.Fold == fold), classes);
        RequireEachClass("the held-out images", heldOut.Where(image => image.Split == layout.HeldOutSplit), classes);
        if (classes.Count == 2 && (layout.Dataset.Positive is null || !classes.Contains(layout.Dataset.Positive)))
            throw new TrainingException(
                $"The positive class must be one of: {string.Join(", ", classes)}. Name it as 'positive'.");
        if (classes.Count > 2 && layout.Recipe.Decision.RequiredSensitivity is not null)
            throw new TrainingException(
                $"The recipe's 'decision.requiredSensitivity' sets the threshold between two classes, and these images have {classes.Count}: "
                + $"{string.Join(", ", classes)}. Make it null, or label the images with two classes.");
    }

    private static void RequireEachClass(string where, IEnumerable<DatasetImage> images, IReadOnlyList<string> classes)
    {
        var counts = images.CountBy(image => image.Label).ToDictionary();
        foreach (var label in classes)
        {
            if (counts.GetValueOrDefault(label) is var count && count < FewestOfAClass)
                throw new TrainingException(
                    $"There are too few usable images of class '{label}': {where} has {count}, at least {FewestOfAClass} are needed. "
                    + $"Add images of '{label}' of other lesions, or leave that class out.");
        }
    }
}
