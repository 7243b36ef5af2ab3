namespace Lesion.Evaluation;

/// <summary>
/// What a model said about labelled images: class probabilities <c>[N, K]</c>, row by row, the true classes <c>[N]</c>, and
/// which images belong together.
/// </summary>
public sealed class PredictionSet
{
    /// <param name="groups">See <see cref="Groups"/>; null where nothing is known of groups.</param>
    /// <exception cref="ArgumentException">The shapes do not agree, a label is no class, or a probability is no number.</exception>
    public PredictionSet(
        IReadOnlyList<string> classes,
        IReadOnlyList<int> labels,
        double[] probabilities,
        string? positive,
        IReadOnlyList<string?>? groups = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (classes.Count < 2)
            throw new ArgumentException("A classifier has at least two classes.", nameof(classes));
        if (labels.Count == 0 || probabilities.Length != labels.Count * classes.Count)
            throw new ArgumentException(
                $"{labels.Count} labels and {classes.Count} classes need {labels.Count * classes.Count} probabilities, "
                + $"there are {probabilities.Length}; at least one image is needed.", nameof(probabilities));
        if (labels.Any(l => l < 0 || l >= classes.Count))
            throw new ArgumentException($"A label lies outside 0 to {classes.Count - 1}.", nameof(labels));
        if (probabilities.Any(p => !double.IsFinite(p)))
            throw new ArgumentException("A probability is not a finite number.", nameof(probabilities));
        if (groups is not null && groups.Count != labels.Count)
            throw new ArgumentException(
                $"{labels.Count} images need {labels.Count} groups, there are {groups.Count}: give null for an image alone.", nameof(groups));
        Classes = classes;
        Labels = labels;
        Probabilities = probabilities;
        Positive = positive;
        Groups = groups ?? new string?[labels.Count];
        if (IsBinary)
        {
            PositiveIndex = positive is null ? -1 : classes.ToList().IndexOf(positive);
            if (PositiveIndex < 0)
                throw new ArgumentException(
                    $"The positive class '{positive}' is none of: {string.Join(", ", classes)}.", nameof(positive));
        }
    }

    /// <summary>Class names, in the order of the columns.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The true class of each image.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>Probabilities <c>[N, K]</c>, row by row.</summary>
    public double[] Probabilities { get; }

    /// <summary>The class that is looked for; with more than two classes only a name in reports.</summary>
    public string? Positive { get; }

    /// <summary>
    /// The group of each image <c>[N]</c>: images of one patient or lesion, and near-duplicates, are not independent of each
    /// other. An image whose group is null stands alone.
    /// </summary>
    public IReadOnlyList<string?> Groups { get; }

    /// <summary>Column of the positive class of a binary set.</summary>
    public int PositiveIndex { get; }

    /// <summary>Number of images.</summary>
    public int Count => Labels.Count;

    /// <summary>Whether a group holds more than one image.</summary>
    public bool SharesGroups => ByGroup().Count < Count;

    /// <summary>Two classes, one of them positive.</summary>
    public bool IsBinary => Classes.Count == 2;

    /// <summary>Probabilities of one image <c>[K]</c>.</summary>
    public ReadOnlySpan<double> Row(int image) => Probabilities.AsSpan(image * Classes.Count, Classes.Count);

    /// <summary>Probability of one class over all images <c>[N]</c>.</summary>
    public double[] Column(int index)
    {
        var column = new double[Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = Probabilities[i * Classes.Count + index];
        return column;
    }

    /// <summary>Which images belong to one class <c>[N]</c>.</summary>
    public bool[] Is(int index)
    {
        var members = new bool[Count];
        for (var i = 0; i < members.Length; i++)
            members[i] = Labels[i] == index;
        return members;
    }

    /// <summary>The images of each group, groups and images in the order given.</summary>
    internal List<int[]> ByGroup() =>
        [.. Enumerable.Range(0, Count).GroupBy(image => (object?)Groups[image] ?? image).Select(group => group.ToArray())];
}
