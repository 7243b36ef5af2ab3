namespace Lesion.Learning.Reporting;

/// <summary>What can be said of how the training went: whether more epochs, another candidate or the fine-tuning mattered.</summary>
internal static class TrainingFindings
{
    public static IEnumerable<string> Of(TrainingDetails details) =>
    [
        .. FineTuning(details),
        .. details.Curves.GroupBy(curve => curve.Phase).SelectMany(phase => Epochs(phase.Key, [.. phase])),
        .. details.Ladders.SelectMany(Ladder),
        .. Members(details),
    ];

    private static IEnumerable<string> FineTuning(TrainingDetails details)
    {
        if (details.Probe?.Bootstrap is not { } difference)
            yield break;
        var what = $"On the same held-out images the final model's AUC is {difference.Challenger:f3}, the probe's {difference.Champion:f3}, a difference of {difference.Difference:+0.000;−0.000;0.000} [{difference.Low:+0.000;−0.000;0.000}, {difference.High:+0.000;−0.000;0.000}]";
        yield return difference.Low > 0
            ? $"{what}: training further than the probe helped."
            : difference.High < 0
                ? $"{what}: training further than the probe did harm on these images, though not out of fold."
                : $"{what}: the range holds 0, so that these images do not show whether training further than the probe helped.";
    }

    private static IEnumerable<string> Epochs(string phase, IReadOnlyList<LearningCurve> curves)
    {
        var means = MeanAuc([.. curves.Select(curve => curve.Comparable())]);
        if (means.Count < 3)
            yield break;
        var (last, best) = (means[^1], means.MaxBy(point => point.Auc));
        yield return best.Epoch == last.Epoch
            ? $"{phase}: the out-of-fold AUC was highest after the last epoch{(last.Epoch < MeanAuc(curves)[^1].Epoch ? " that can be compared" : "")} ({last.Auc:f3} after {last.Epoch:0.#}): more epochs may help."
            : $"{phase}: the out-of-fold AUC was highest after epoch {best.Epoch:0.#} ({best.Auc:f3}) and {last.Auc:f3} after {last.Epoch:0.#}: more epochs did not help.";
    }

    /// <summary>By epoch, where all members that measured anything were measured.</summary>
    private static List<(double Epoch, double Auc)> MeanAuc(IReadOnlyList<LearningCurve> curves)
    {
        var measured = curves.Where(curve => curve.Points.Any(point => point.OutOfFoldAuc is not null)).ToList();
        return
        [
            .. measured.SelectMany(curve => curve.Points)
                .Where(point => point.OutOfFoldAuc is not null)
                .GroupBy(point => point.Epoch)
                .Where(epoch => epoch.Count() == measured.Count)
                .OrderBy(epoch => epoch.Key)
                .Select(epoch => (epoch.Key, epoch.Average(point => point.OutOfFoldAuc!.Value))),
        ];
    }

    private static IEnumerable<string> Ladder(CandidateLadder ladder)
    {
        var sound = ladder.Candidates.Where(candidate => candidate.Interval is not null).ToList();
        if (sound.Count < 2 || sound.Find(candidate => candidate.Chosen) is not { Interval: [var low, _] } chosen)
            yield break;
        var others = sound.Where(candidate => candidate != chosen).ToList();
        var alike = others.Count(candidate => candidate.Auc >= low);
        yield return alike == others.Count
            ? $"{ladder.Name}: {chosen.Name} was chosen, but {(others.Count == 1 ? "the other lies" : $"all {others.Count} others lie")} within its interval on {ladder.Images} images. The choice matters little; do not look for more here."
            : $"{ladder.Name}: {chosen.Name} was chosen; {others.Count - alike} of the {others.Count} others did worse than its interval on {ladder.Images} images.";
    }

    private static IEnumerable<string> Members(TrainingDetails details)
    {
        if (details.Disagreement is not { } disagreement)
            yield break;
        yield return disagreement.Right is { } right
            ? $"The {disagreement.Members} members decide differently on {disagreement.Images} held-out images; together they get {Findings.Percent(right)} of these right. Where they differ, a person should look."
            : $"The {disagreement.Members} members decide alike on every held-out image.";
    }
}
