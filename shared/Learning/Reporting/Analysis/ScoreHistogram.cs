using Lesion.Evaluation;

namespace Lesion.Learning.Reporting;

/// <summary>How probabilities are spread over equally wide bins from 0 to 1.</summary>
public sealed record ScoreHistogram
{
    public const int Bins = 25;

    private const string Right = "right";
    private const string Wrong = "wrong";

    /// <summary>The class whose probability it is; null where it is that of whichever class is decided for.</summary>
    public string? Class { get; init; }

    /// <summary>
    /// Counts by true class; with more than two classes by whether the decision is <c>right</c> or <c>wrong</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, int[]> Counts { get; init; }

    internal static ScoreHistogram Of(PredictionSet predictions, Decider rule) => predictions.IsBinary
        ? new ScoreHistogram
        {
            Class = predictions.Positive,
            Counts = predictions.Classes
                .Select((name, k) => (Name: name, Counts: Count(predictions, _ => predictions.PositiveIndex, i => predictions.Labels[i] == k)))
                .ToDictionary(series => series.Name, series => series.Counts),
        }
        : new ScoreHistogram
        {
            Counts = new Dictionary<string, int[]>
            {
                [Right] = Count(predictions, rule.Decide, rule.IsRight),
                [Wrong] = Count(predictions, rule.Decide, i => !rule.IsRight(i)),
            },
        };

    private static int[] Count(PredictionSet predictions, Func<int, int> column, Func<int, bool> counted)
    {
        var counts = new int[Bins];
        foreach (var image in Enumerable.Range(0, predictions.Count).Where(counted))
            counts[Math.Clamp((int)(predictions.Row(image)[column(image)] * Bins), 0, Bins - 1)]++;
        return counts;
    }
}
