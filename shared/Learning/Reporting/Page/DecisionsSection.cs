using Lesion.Contracts;

namespace Lesion.Learning.Reporting;

/// <summary>How the model decides: ROC, confusion matrix, spread of the probabilities, and how far these can be believed.</summary>
internal static class DecisionsSection
{
    public static Html Render(ModelManifest manifest, TrainingDetails details) => Html.Of($"""
        <h2 id="decisions">Decisions</h2>
        <div class="pair">
        <figure>{RocPlot.Draw(manifest, details)}{RocLegend(manifest, details)}
        <figcaption>{RocCaption(manifest)}</figcaption></figure>
        {(BesideRoc(manifest) ? Html.Of($"<div>{Confusion(manifest, details)}</div>") : Html.Empty)}
        </div>
        {(BesideRoc(manifest) ? Html.Empty : Confusion(manifest, details))}
        <h3>Probabilities, held out</h3>
        <figure>{ScorePlot.Draw(details.HeldOut.Scores, manifest.Threshold, Referred(manifest))}{ScoreLegend(manifest, details)}
        <figcaption>{ScoreCaption(manifest)}</figcaption></figure>
        <h2 id="calibration">Calibration</h2>
        <div class="pair">
        <figure>{ReliabilityPlot.Draw(details.HeldOut.Reliability, manifest.HeldOut.Ece)}
        <figcaption>Of answers that are so sure (across), the share that is right (upwards), with 95 % Wilson intervals; on the
        dashed line the two agree. Grey: how many images there are. Expected calibration error {Parts.Figure(manifest.HeldOut.Ece, manifest.HeldOut.Intervals, "ece")}, temperature {manifest.Temperature:f3}.</figcaption></figure>
        <div class="scroll"><table><caption>The same in numbers.</caption>
        <thead><tr><th scope="col">Probability</th><th class="n" scope="col">Images</th><th class="n" scope="col">Mean</th><th class="n" scope="col">Right</th></tr></thead>
        <tbody>{Html.ForEach(details.HeldOut.Reliability, Bin)}</tbody></table></div>
        </div>
        """);

    /// <summary>A confusion matrix of more classes needs the whole width.</summary>
    private static bool BesideRoc(ModelManifest manifest) => manifest.Classes.Count <= 3;

    private static Html RocLegend(ModelManifest manifest, TrainingDetails details) => manifest.Positive is { } positive
        ? Parts.Legend(
            Html.Of($"{Parts.LineSwatch(PlotColours.Of(0))}held out, AUC {Parts.Figure(manifest.HeldOut.Auc, manifest.HeldOut.Intervals, "auc")}"),
            Html.Of($"{Parts.LineSwatch(dashed: false)}out of fold, AUC {Parts.Figure(manifest.CrossValidated.Auc, manifest.CrossValidated.Intervals, "auc")}"),
            Html.Of($"{Parts.Swatch(PlotColours.Mark)}{$"threshold for '{positive}', {manifest.Threshold:f3}"}"))
        : Parts.Legend(details.HeldOut.Classes.Select((figures, k) =>
            Html.Of($"{Parts.LineSwatch(PlotColours.Of(k))}{figures.Class}, AUC {Parts.Figure(figures.Auc, figures.Intervals, "auc")}")));

    private static Html RocCaption(ModelManifest manifest) => manifest.Positive is null
        ? Html.Of($"ROC of each class against the rest, held out.")
        : Html.Of($"ROC. At the threshold, which out-of-fold images chose, sensitivity is {Parts.Figure(manifest.HeldOut.Sensitivity, manifest.HeldOut.Intervals, "sensitivity")} and specificity {Parts.Figure(manifest.HeldOut.Specificity, manifest.HeldOut.Intervals, "specificity")}; the cross shows these intervals.");

    private static Html Confusion(ModelManifest manifest, TrainingDetails details)
    {
        var refers = Referred(manifest) is not null;
        return Html.Of($"""
            <div class="scroll"><table class="confusion"><caption>Confusion matrix, held out: images, and their share of the true class.</caption>
            <thead><tr><th scope="col" rowspan="2">True class</th><th class="c" scope="colgroup" colspan="{manifest.Classes.Count}">decided</th>{(refers ? Html.Of($"<th class=\"n\" scope=\"col\" rowspan=\"2\">of these<br/>referred</th>") : Html.Empty)}</tr>
            <tr>{Html.ForEach(manifest.Classes, name => Html.Of($"<th class=\"n\" scope=\"col\">{name}</th>"))}</tr></thead>
            <tbody>{Html.ForEach(details.HeldOut.Classes.Zip(manifest.HeldOut.ConfusionMatrix), row => ConfusionRow(row.First, row.Second, refers))}</tbody></table></div>
            {Band(manifest)}{Unlike(manifest)}
            """);
    }

    private static Html ConfusionRow(ClassFigures figures, int[] counts, bool refers) => Html.Of($"""
        <tr><th scope="row">{figures.Class}</th>{Html.ForEach(counts, count => ConfusionCell(count, figures.Images))}{(refers ? Html.Of($"<td class=\"n\">{figures.Referred}</td>") : Html.Empty)}</tr>
        """);

    private static Html ConfusionCell(int count, int of)
    {
        var share = of > 0 ? (double)count / of : 0;
        return Html.Of($"<td class=\"n\" style=\"background:rgb(46 126 191 / {0.45 * share:f2})\">{count} <span class=\"interval\">{Findings.Percent(share)}</span></td>");
    }

    private static Html Band(ModelManifest manifest) => manifest.ReferBand is [var low, var high]
        ? Html.Of($"<p class=\"muted\">From a probability of {low:f3} to {high:f3} of '{manifest.Positive}' the image is referred: a person should look, whatever is decided.</p>")
        : manifest.ReferBelow is { } least
            ? Html.Of($"<p class=\"muted\">An image whose most probable class is less probable than {least:f3} is referred: a person should look, whatever is decided.</p>")
            : Html.Empty;

    private static Html Unlike(ModelManifest manifest) => manifest.Novelty is { } novelty
        ? Html.Of($"<p class=\"muted\">An image whose novelty is above 1 is unlike the training images and is referred as well{UnlikeShare(novelty)}. The limit leaves {Findings.Percent(novelty.Share)} of the {novelty.Images} training images beyond it, each measured without its fold.</p>")
        : Html.Empty;

    private static string UnlikeShare(ModelNovelty novelty) =>
        novelty.HeldOutBeyond is { } share ? $", of the held-out images {Findings.Percent(share)}" : "";

    /// <summary>The probabilities that are referred, of the positive class or of the one decided for.</summary>
    private static double[]? Referred(ModelManifest manifest) =>
        manifest.ReferBand ?? (manifest.ReferBelow is { } least ? [0, least] : null);

    private static Html ScoreLegend(ModelManifest manifest, TrainingDetails details)
    {
        var entries = details.HeldOut.Scores.Counts.Keys.Select((name, k) => Html.Of($"{Parts.Swatch(PlotColours.Of(k))}{name}")).ToList();
        if (manifest.Threshold is not null)
            entries.Add(Html.Of($"{Parts.LineSwatch(dashed: true)}threshold"));
        if (Referred(manifest) is not null)
            entries.Add(Html.Of($"<span class=\"swatch\" style=\"background:#8886\"></span>referred"));
        return Parts.Legend(entries);
    }

    private static Html ScoreCaption(ModelManifest manifest) => manifest.Positive is { } positive
        ? Html.Of($"How many images got which probability of '{positive}', by their true class. Where the colours overlap, the model cannot tell the classes apart.")
        : Html.Of($"How sure the model is of the class it decides for, where it is right and where it is wrong.");

    private static Html Bin(Evaluation.ReliabilityBin bin) => Html.Of($"""
        <tr><td>{bin.Low:f2} to {bin.High:f2}</td><td class="n">{bin.Images}</td><td class="n">{bin.Confidence:f3}</td><td class="n">{Parts.Figure(bin.Right, [bin.RightLow, bin.RightHigh])}</td></tr>
        """);
}
