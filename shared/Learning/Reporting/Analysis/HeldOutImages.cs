using Lesion.Contracts;
using Lesion.Evaluation;

namespace Lesion.Learning.Reporting;

/// <summary>Picks the held-out images that a report shows.</summary>
/// <param name="images">In the order of the predictions.</param>
/// <param name="predictions">Of the final model.</param>
/// <param name="decide">The model's rule on any model's predictions of these images.</param>
internal sealed class HeldOutImages(
    IReadOnlyList<DatasetImage> images, PredictionSet predictions, Func<PredictionSet, Decider> decide)
{
    private const int MistakesAClass = 4;
    private const int MostMistakes = 12;
    private const int MostDisagreements = 4;

    private readonly Decider _rule = decide(predictions);

    /// <summary>The mistakes the model is surest of, of each true class some, by class.</summary>
    public IReadOnlyList<ReportedImage> Mistakes()
    {
        var ofAClass = Math.Clamp(MostMistakes / predictions.Classes.Count, 1, MistakesAClass);
        return
        [
            .. Enumerable.Range(0, predictions.Count)
                .Where(i => !_rule.IsRight(i))
                .GroupBy(i => predictions.Labels[i])
                .OrderBy(label => label.Key)
                .SelectMany(label => label.OrderByDescending(Confidence).ThenBy(Id, StringComparer.Ordinal).Take(ofAClass))
                .Select(i => Report(i, [])),
        ];
    }

    /// <param name="members">Each member's predictions of these images.</param>
    /// <returns>Null for fewer than two members.</returns>
    public Disagreement? Disagreement(IReadOnlyList<PredictionSet> members)
    {
        if (members.Count < 2)
            return null;
        var rules = members.Select(decide).ToList();
        var disputed = Enumerable.Range(0, predictions.Count)
            .Where(i => rules.Select(rule => rule.Decide(i)).Distinct().Count() > 1)
            .ToList();
        return new Disagreement
        {
            Members = members.Count,
            Images = disputed.Count,
            Right = disputed.Count > 0 ? (double)disputed.Count(_rule.IsRight) / disputed.Count : null,
            Examples =
            [
                .. disputed.OrderByDescending(i => Spread(Opinions(i, members))).ThenBy(Id, StringComparer.Ordinal)
                    .Take(MostDisagreements)
                    .Select(i => Report(i, Opinions(i, members))),
            ],
        };
    }

    private double Confidence(int image) => predictions.Row(image)[_rule.Decide(image)];

    private string Id(int image) => images[image].ImageId;

    private double[] Opinions(int image, IReadOnlyList<PredictionSet> members) =>
        [.. members.Select(member => member.Row(image)[_rule.Decide(image)])];

    private static double Spread(double[] opinions) => opinions.Max() - opinions.Min();

    private ReportedImage Report(int image, IReadOnlyList<double> members) => new()
    {
        ImageId = Id(image),
        Label = predictions.Classes[predictions.Labels[image]],
        Decided = predictions.Classes[_rule.Decide(image)],
        Referred = _rule.Refers(image),
        Probabilities = predictions.Row(image).ToArray(),
        Members = members,
    };
}
