using Lesion.Imaging;

namespace Lesion.Evaluation.Tests;

internal static class Samples
{
    /// <summary>A binary set from probabilities of the positive class (column 1).</summary>
    public static PredictionSet Binary(double[] positive, int[] labels) =>
        new(["benign", "malignant"], labels, [.. positive.SelectMany(p => new[] { 1 - p, p })], "malignant");

    /// <summary>Three overlapping classes, one image in six, two and three of them.</summary>
    public static PredictionSet ThreeClasses(int count, long seed)
    {
        var random = SeededRandom.For(seed, 5);
        var labels = Enumerable.Range(0, count).Select(i => (i % 6) switch { 0 => 0, 1 or 2 => 1, _ => 2 }).ToArray();
        double[] logits = [.. labels.SelectMany(label => Enumerable.Range(0, 3).Select(k => random.Between(0, 3) + (k == label ? 1 : 0)))];
        return new(["a", "b", "c"], labels, TemperatureScaling.Apply(logits, 3, 1), null);
    }

    /// <summary>Scores of two overlapping classes, as many as asked for.</summary>
    public static (double[] Scores, int[] Labels) Overlapping(int count, long seed, double shift = 0.25)
    {
        var random = SeededRandom.For(seed, 1);
        var labels = Enumerable.Range(0, count).Select(i => i % 2).ToArray();
        var scores = labels.Select(l => (random.NextUnit() * 0.7) + shift * l).ToArray();
        return (scores, labels);
    }
}
