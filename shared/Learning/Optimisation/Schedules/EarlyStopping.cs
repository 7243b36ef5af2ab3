namespace Lesion.Learning.Optimisation.Schedules;

/// <summary>When a phase ends before its last epoch.</summary>
internal static class EarlyStopping
{
    /// <summary>Whether the best score lies at least <paramref name="patience"/> epochs back.</summary>
    /// <param name="scores">After each epoch so far; higher is better, and what is no number is worst.</param>
    /// <param name="patience">At least 1; null never stops.</param>
    public static bool IsDue(IReadOnlyList<double> scores, int? patience) =>
        patience is { } epochs && scores.Count > 0 && scores.Count - 1 - Best(scores) >= epochs;

    /// <summary>Place of the highest score, of equals the first.</summary>
    public static int Best(IReadOnlyList<double> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Count; i++)
        {
            if (scores[i] > scores[best] || (double.IsNaN(scores[best]) && !double.IsNaN(scores[i])))
                best = i;
        }

        return best;
    }
}
