namespace Lesion.Learning.Reporting;

/// <summary>How it was learnt: the curves, what was tried, and what fine-tuning gained over the probe.</summary>
internal static class LearningSection
{
    public static Html Render(TrainingDetails details) => Html.Of($"""
        <h2 id="learning">Learning</h2>
        <p>{details.Outcome}</p>
        {Html.ForEach(details.Curves.GroupBy(curve => curve.Phase).Select((phase, place) => (phase, place)), phase => Phase(phase.phase.Key, [.. phase.phase], phase.place))}
        {Html.ForEach(details.Ladders, Ladder)}
        {Comparison(details.Probe)}
        """);

    private static Html Phase(string name, IReadOnlyList<LearningCurve> curves, int place) => Html.Of($"""
        <h3>{name}</h3>
        <figure>{Plots([.. curves.Select(curve => curve.Comparable())], place)}
        {Parts.Legend(curves.Select((curve, member) => Html.Of($"{Parts.LineSwatch(PlotColours.Of(member))}{curve.Member}")))}
        <figcaption>{Caption(curves)}</figcaption></figure>
        """);

    private static Html Plots(IReadOnlyList<LearningCurve> curves, int place) => Html.Of($"""
        <div class="pair curves">
        {LearningPlot.Draw($"loss{place}", "Loss", curves, new("training", point => point.TrainingLoss), new("out of fold", point => point.OutOfFoldLoss, Dashed: true))}
        {LearningPlot.Draw($"auc{place}", "Out-of-fold AUC", curves, new LearningPlot.Quantity("AUC", point => point.OutOfFoldAuc))}
        {LearningPlot.Draw($"rate{place}", "Learning rate", curves.Take(1).ToList(), new LearningPlot.Quantity("rate", point => point.Rate))}
        </div>
        """);

    private static string Caption(IReadOnlyList<LearningCurve> curves)
    {
        var points = curves.SelectMany(curve => curve.Points).ToList();
        var loss = points.Any(point => point.TrainingLoss is not null) && points.Any(point => point.OutOfFoldLoss is not null)
            ? " Loss: solid while training, as it was minimised (smoothed, weighted or mixed where the recipe says so); dashed on the images kept out, plain."
            : "";
        return $"By epoch.{loss}{LeftOut(curves)}";
    }

    private static string LeftOut(IReadOnlyList<LearningCurve> curves)
    {
        var others = curves
            .SelectMany(curve => curve.Points.Where(point => point.Rows != curve.Points[0].Rows && point.OutOfFoldAuc is not null))
            .DistinctBy(point => point.Epoch).ToList();
        return others.Count == 0
            ? ""
            : $" After epoch {string.Join(", ", others.Select(point => $"{point.Epoch:0.#}"))} the images kept out are predicted as the model answers, by the mean over {others[0].Rows} rows of each, otherwise by the whole image alone: the one is not comparable with the other and left out here.";
    }

    private static Html Ladder(CandidateLadder ladder)
    {
        var intervals = ladder.Candidates.Select(candidate => candidate.Interval).OfType<double[]>().ToList();
        var (low, high) = intervals.Count > 0 ? (intervals.Min(interval => interval[0]), intervals.Max(interval => interval[1])) : (0, 1);
        return Html.Of($"""
            <h3>{ladder.Name}</h3>
            <div class="scroll"><table><caption>Compared out of fold on {ladder.Images} training images; in bold what was chosen.</caption>
            <thead><tr><th scope="col">Tried</th><th class="n" scope="col">AUC</th><th scope="col"><span class="muted">{low:f3} to {high:f3}</span></th></tr></thead>
            <tbody>{Html.ForEach(ladder.Candidates, candidate => Row(candidate, low, high))}</tbody></table></div>
            """);
    }

    private static Html Row(Candidate candidate, double low, double high) => Html.Of($"""
        <tr{(candidate.Chosen ? Html.Of($" class=\"chosen\"") : Html.Empty)}><th scope="row">{candidate.Name}</th><td class="n">{(candidate.Interval is null ? Html.Of($"ran away: no numbers") : Parts.Figure(candidate.Auc, candidate.Interval))}</td><td>{Range(candidate, low, high)}</td></tr>
        """);

    /// <summary>The interval as a line on a common scale.</summary>
    private static Html Range(Candidate candidate, double low, double high)
    {
        if (candidate.Interval is not [var from, var to] || high <= low)
            return Html.Empty;
        return Html.Of($"""
            <span class="range" aria-hidden="true"><i style="left:{At(from):f1}%;width:{At(to) - At(from):f1}%"></i><b style="left:{At(candidate.Auc):f1}%"></b></span>
            """);

        double At(double value) => 100 * (value - low) / (high - low);
    }

    private static Html Comparison(ModelComparison? comparison) => comparison is null ? Html.Empty : Html.Of($"""
        <h3>Against the probe, on the same held-out images</h3>
        <div class="scroll"><table><caption>AUC of the final model less that of the probe.</caption>
        <thead><tr><th scope="col">By</th><th class="n" scope="col">Probe</th><th class="n" scope="col">Final model</th><th class="n" scope="col">Difference</th><th class="n" scope="col">Chance that it is better</th></tr></thead>
        <tbody>{Compared("paired bootstrap", comparison.Bootstrap)}{(comparison.DeLong is { } deLong ? Compared(deLong.IgnoresGroups ? "DeLong, groups ignored" : "DeLong", deLong) : Html.Empty)}</tbody></table></div>
        """);

    private static Html Compared(string by, Evaluation.PairedDifference difference) => Html.Of($"""
        <tr><th scope="row">{by}</th><td class="n">{difference.Champion:f3}</td><td class="n">{difference.Challenger:f3}</td><td class="n">{Parts.Signed(difference.Difference, difference.Low, difference.High)}</td><td class="n">{Findings.Percent(difference.ShareBetter)}</td></tr>
        """);
}
