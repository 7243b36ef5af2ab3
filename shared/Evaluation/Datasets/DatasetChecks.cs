using Lesion.Contracts;

namespace Lesion.Evaluation.Datasets;

/// <summary>Whether a training and an honest evaluation can be made of some images; if not, why, and what to do.</summary>
internal static class DatasetChecks
{
    private static readonly string[] UsualPositives = ["malignant", "melanoma"];

    public static void Check(
        IReadOnlyCollection<DatasetImage> images,
        IReadOnlyCollection<LeftOutImage> leftOut,
        IReadOnlyList<string> classes)
    {
        if (images.Count == 0)
            throw new DatasetException(
                "There are no images to train on." + Describe(leftOut)
                + " Drop images into a folder named after their label, as in 'malignant/photo.jpg', or add a labels.csv.");
        if (classes.Count == 1)
            throw new DatasetException(
                $"All {images.Count} images are labelled '{classes[0]}'.{Describe(leftOut)}"
                + " A classifier needs images of at least two classes: add images with another label.");

        var training = images.Where(image => image.Split is Split.Train).ToList();
        RequireEachClass(training, "the training side", images, leftOut, classes);
        foreach (var fold in training.Select(image => image.Fold).Distinct().Order())
            RequireEachClass(training.Where(image => image.Fold == fold), $"training fold {fold}", images, leftOut, classes);

        if (training.Count == images.Count)
            throw new DatasetException(
                "No image is held out: label sheets name all of them, or all that would be, for training, which leaves nothing to"
                + " measure a model by. Add images whose 'split' is 'val' or 'test', or leave the column empty, so that a fifth is"
                + " held out.");

        var held = images.Any(image => image.Split is Split.Test) ? Split.Test : Split.Val;
        var name = held is Split.Test ? "the test split" : "the validation split";
        RequireEachClass(images.Where(image => image.Split == held), name, images, leftOut, classes);
        if (training.Select(image => image.Fold).Distinct().Count() < 2)
            throw new DatasetException(
                "The training images are all in one fold, which leaves nothing to choose the epoch and the threshold by."
                + $" {Describe(images, classes)} Add images of other patients or lesions.");
    }

    /// <exception cref="DatasetException">A positive class must be named, or the one that was named is absent.</exception>
    public static string? Positive(IReadOnlyList<string> classes, string? asked)
    {
        var wanted = asked?.Trim().ToLowerInvariant();
        if (!string.IsNullOrEmpty(wanted) && !classes.Contains(wanted))
            throw new DatasetException(
                $"The positive class '{asked}' is no label of these images. Name one of: {string.Join(", ", classes)}.");
        if (classes.Count > 2)
            return string.IsNullOrEmpty(wanted) ? null : throw new DatasetException(
                $"There is a positive class of two only; these images have {classes.Count} ({string.Join(", ", classes)}), and each"
                + " is told from the rest. Leave 'positive' out, or give all the other images one label.");
        return !string.IsNullOrEmpty(wanted)
            ? wanted
            : UsualPositives.FirstOrDefault(classes.Contains) ?? throw new DatasetException(
                $"Which class is the positive one, '{classes[0]}' or '{classes[1]}'? It is only known without asking where"
                + " one is called 'malignant' or 'melanoma': name it as 'positive'.");
    }

    private static void RequireEachClass(
        IEnumerable<DatasetImage> part,
        string name,
        IReadOnlyCollection<DatasetImage> all,
        IReadOnlyCollection<LeftOutImage> leftOut,
        IReadOnlyList<string> classes)
    {
        var counts = part.CountBy(image => image.Label).ToDictionary();
        foreach (var label in classes)
        {
            var count = counts.GetValueOrDefault(label);
            if (count < DatasetBuilder.FewestOfAClass)
                throw new DatasetException(
                    $"There are too few images of '{label}': {name} would have {count}, at least"
                    + $" {DatasetBuilder.FewestOfAClass} are needed. {Describe(all, classes)}{Describe(leftOut)}"
                    + $" Add images of '{label}', about {DatasetBuilder.Folds * DatasetBuilder.FewestOfAClass} of"
                    + " different lesions at the least, or take that label away.");
        }
    }

    private static string Describe(IReadOnlyCollection<DatasetImage> images, IReadOnlyList<string> classes) =>
        "Usable are " + string.Join(", ", classes.Select(label =>
        {
            var members = images.Where(image => image.Label == label).ToList();
            return $"{members.Count} of '{label}' in {members.DistinctBy(image => image.Group).Count()} groups";
        })) + ".";

    private static string Describe(IReadOnlyCollection<LeftOutImage> leftOut) => leftOut.Count == 0
        ? ""
        : " Left out are " + string.Join(", ", leftOut
            .CountBy(image => image.Reason)
            .OrderByDescending(reason => reason.Value)
            .Select(reason => $"{reason.Value} {LeftOutReasons.InWords(reason.Key)}")) + ".";
}
