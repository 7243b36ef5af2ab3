using Lesion.Learning.Reporting;

namespace Lesion.Learning.Tests.Reporting;

/// <summary>Learning curves and ladders to report.</summary>
internal static class SampleCurves
{
    /// <param name="best">The epoch of the greatest AUC.</param>
    public static LearningCurve Curve(string phase, string member, int epochs, int best, double shift = 0) => new()
    {
        Phase = phase,
        Member = member,
        Points =
        [
            .. Enumerable.Range(0, epochs + 1).Select(epoch => new LearningPoint
            {
                Epoch = epoch,
                Rate = 0.01 * (1 + Math.Cos(Math.PI * epoch / epochs)) / 2,
                TrainingLoss = epoch == 0 ? null : 0.6 * Math.Exp(-0.25 * epoch) + 0.1 + shift,
                OutOfFoldLoss = 0.45 + 0.004 * (epoch - best) * (epoch - best) + shift,
                OutOfFoldAuc = 0.91 - 0.0015 * (epoch - best) * (epoch - best) - shift,
            }),
        ],
    };

    /// <summary>The same, with images predicted in four rows after the last epoch, and so much better.</summary>
    public static LearningCurve WithLastOfMoreRows(this LearningCurve curve) =>
        curve with { Points = [.. curve.Points.SkipLast(1), curve.Points[^1] with { Rows = 4, OutOfFoldAuc = 0.97 }] };

    public static CandidateLadder Ladder(params (string Name, double Auc, bool Chosen)[] candidates) => new()
    {
        Name = "L2 penalty of the probe",
        Images = 1000,
        Candidates =
        [
            .. candidates.Select(candidate => new Candidate
            {
                Name = candidate.Name,
                Auc = candidate.Auc,
                Interval = [candidate.Auc - 0.02, candidate.Auc + 0.018],
                Chosen = candidate.Chosen,
            }),
        ],
    };
}
