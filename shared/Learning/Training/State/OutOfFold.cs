using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Learning.Reporting;
using Lesion.Learning.Training.Features;

namespace Lesion.Learning.Training.State;

/// <summary>Logits of images by a model that was not trained on them.</summary>
/// <param name="Images"><c>[N]</c>.</param>
/// <param name="Logits"><c>[N, K]</c>, row by row.</param>
internal sealed record OutOfFold(IReadOnlyList<DatasetImage> Images, double[] Logits)
{
    public static OutOfFold Join(IEnumerable<OutOfFold> parts)
    {
        var all = parts.ToList();
        return new([.. all.SelectMany(part => part.Images)], [.. all.SelectMany(part => part.Logits)]);
    }

    /// <summary>The mean of several models' logits of the same images.</summary>
    public static OutOfFold Mean(IReadOnlyList<OutOfFold> models) => new(
        models[0].Images, [.. models[0].Logits.Select((_, i) => models.Average(model => model.Logits[i]))]);

    /// <summary>Of the images of one split.</summary>
    public OutOfFold Of(Split split)
    {
        var classes = Images.Count == 0 ? 0 : Logits.Length / Images.Count;
        var places = Enumerable.Range(0, Images.Count).Where(i => Images[i].Split == split).ToList();
        return new([.. places.Select(i => Images[i])], [.. places.SelectMany(i => Logits[(i * classes)..((i + 1) * classes)])]);
    }

    public int[] Labels(DatasetManifest dataset) =>
        [.. Images.Select(image => FeatureTable.ClassIndex(image, dataset.Classes))];

    public PredictionSet Predictions(DatasetManifest dataset, double temperature) => new(
        dataset.Classes,
        Labels(dataset),
        TemperatureScaling.Apply(Logits, dataset.Classes.Count, temperature),
        dataset.Positive,
        [.. Images.Select(image => image.Group)]);

    /// <summary>The network's training ran away, so that it answers with no numbers.</summary>
    public bool RanAway => !Logits.All(double.IsFinite);

    /// <summary>As the report lists it.</summary>
    public Candidate AsCandidate(string name, DatasetManifest dataset, bool chosen) =>
        Candidate.Of(name, RanAway ? null : Predictions(dataset, temperature: 1), chosen);
}
