using System.Net;
using System.Text;
using Lesion.Contracts;

namespace Lesion.Learning.Reporting;

/// <summary>The report of a training as one HTML page.</summary>
internal static class HtmlReport
{
    private static readonly (string Key, string Name, Func<ClassificationMetrics, double> Value)[] Figures =
    [
        ("auc", "ROC AUC", m => m.Auc),
        ("averagePrecision", "Average precision", m => m.AveragePrecision),
        ("balancedAccuracy", "Balanced accuracy", m => m.BalancedAccuracy),
        ("accuracy", "Accuracy", m => m.Accuracy),
        ("sensitivity", "Sensitivity", m => m.Sensitivity),
        ("specificity", "Specificity", m => m.Specificity),
        ("ece", "Calibration error", m => m.Ece),
    ];

    public static string Render(ModelManifest manifest, TrainingDetails details)
    {
        var page = new StringBuilder();
        var title = manifest.Version > 0 ? $"{manifest.Name}, version {manifest.Version}" : manifest.Name;
        page.Append($$"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Text(title)}}</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 58rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.6rem; margin-bottom: .2rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
            table { border-collapse: collapse; } th, td { padding: .25rem .9rem .25rem 0; text-align: left; }
            th { font-weight: 600; border-bottom: 1px solid #8888; } td { border-bottom: 1px solid #8883; }
            td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
            .note { border-left: 4px solid #c80; padding: .4rem .8rem; background: #c801; }
            .side { display: flex; flex-wrap: wrap; gap: 3rem; } .muted { opacity: .7; }
            code, pre { font: 13px/1.45 ui-monospace, monospace; overflow-wrap: anywhere; } pre { white-space: pre-wrap; }
            svg { width: 20rem; height: 20rem; }
            </style></head><body>
            <h1>{{Text(title)}}</h1>
            <p class="muted">{{Text(details.Outcome)}}</p>
            <p class="note">{{Text(manifest.IntendedUse)}}</p>
            """);
        Metrics(page, manifest);
        page.Append("<div class=\"side\">");
        Confusion(page, manifest);
        RocPlot.Append(page, manifest, details.Roc);
        page.Append("</div>");
        Choices(page, details);
        Images(page, manifest, details);
        Provenance(page, manifest, details);
        return page.Append("</body></html>\n").ToString();
    }

    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Metrics(StringBuilder page, ModelManifest manifest)
    {
        page.Append($"<h2>How well it does</h2><table><tr><th></th><th class=\"n\">Held out ({Text(Name(manifest.HeldOutSplit))}, ")
            .Append($"{manifest.HeldOut.N} images)</th><th class=\"n\">Cross-validated ({manifest.CrossValidated.N} images)</th></tr>");
        foreach (var (key, name, value) in Figures)
            page.Append($"<tr><td>{name}</td><td class=\"n\">{Cell(manifest.HeldOut, key, value)}</td>")
                .Append($"<td class=\"n\">{Cell(manifest.CrossValidated, key, value)}</td></tr>");
        page.Append("</table><p class=\"muted\">In brackets the 95 % interval of a stratified bootstrap. Epoch, penalty, ")
            .Append("temperature and threshold were chosen on the training images alone; the held-out images are only reported. ")
            .Append("The cross-validated column is what they were chosen by, and so a little flattered.</p>");
    }

    private static string Cell(ClassificationMetrics metrics, string key, Func<ClassificationMetrics, double> value) =>
        metrics.Intervals.TryGetValue(key, out var interval)
            ? $"{value(metrics):f3} [{interval[0]:f3}, {interval[1]:f3}]"
            : $"{value(metrics):f3}";

    private static void Confusion(StringBuilder page, ModelManifest manifest)
    {
        page.Append("<div><h2>Confusion, held out</h2><table><tr><th>true \\ decided</th>");
        foreach (var name in manifest.Classes)
            page.Append($"<th class=\"n\">{Text(name)}</th>");
        page.Append("</tr>");
        for (var k = 0; k < manifest.Classes.Count; k++)
        {
            page.Append($"<tr><td>{Text(manifest.Classes[k])}</td>");
            foreach (var count in manifest.HeldOut.ConfusionMatrix[k])
                page.Append($"<td class=\"n\">{count}</td>");
            page.Append("</tr>");
        }

        page.Append("</table>");
        if (manifest.Threshold is { } threshold)
            page.Append($"<p>Positive is <b>{Text(manifest.Positive ?? "")}</b> from a probability of {threshold:f3}.</p>");
        if (manifest.ReferBand is { } band)
            page.Append($"<p>From {band[0]:f3} to {band[1]:f3} the decision is <i>refer</i>: a person should look.</p>");
        page.Append("</div>");
    }

    private static void Choices(StringBuilder page, TrainingDetails details)
    {
        page.Append("<h2>What was tried (out-of-fold AUC)</h2><div class=\"side\">");
        foreach (var ladder in details.Ladders)
        {
            page.Append($"<table><tr><th>{Text(ladder.Name)}</th><th class=\"n\">AUC on {ladder.Images} images</th></tr>");
            foreach (var candidate in ladder.Candidates)
                page.Append($"<tr><td>{Text(candidate.Name)}{(candidate.Chosen ? " (chosen)" : "")}</td><td class=\"n\">{Cell(candidate)}</td></tr>");
            page.Append("</table>");
        }

        page.Append("</div>");
    }

    private static string Cell(Candidate candidate) => candidate.Interval is [var low, var high]
        ? $"{candidate.Auc:f3} [{low:f3}, {high:f3}]"
        : "ran away";

    private static void Images(StringBuilder page, ModelManifest manifest, TrainingDetails details)
    {
        page.Append("<h2>Images</h2><table><tr><th></th>");
        foreach (var name in manifest.Classes)
            page.Append($"<th class=\"n\">{Text(name)}</th>");
        page.Append("</tr>");
        foreach (var (split, counts) in details.Images)
        {
            page.Append($"<tr><td>{Text(Name(split))}</td>");
            foreach (var name in manifest.Classes)
                page.Append($"<td class=\"n\">{counts.GetValueOrDefault(name)}</td>");
            page.Append("</tr>");
        }

        page.Append("</table>");
        if (manifest.LeftOut.Count == 0)
            return;
        page.Append($"<details><summary>{manifest.LeftOut.Count} images were left out</summary><ul>");
        foreach (var image in manifest.LeftOut)
            page.Append($"<li><code>{Text(image.Image)}</code>: {Text(image.Reason)}</li>");
        page.Append("</ul></details>");
    }

    private static void Provenance(StringBuilder page, ModelManifest manifest, TrainingDetails details)
    {
        page.Append("<h2>Where it comes from</h2><table>");
        Row("Network", manifest.Network);
        Row("Weights, SHA-256", manifest.WeightsSha256);
        Row("Model file, SHA-256", $"{manifest.Sha256} ({manifest.Bytes / 1e6:f1} MB)");
        Row("Data set", manifest.DatasetId);
        Row("Seed, threads", $"{manifest.Seed}, {details.Threads}");
        Row("ONNX against the trained network", $"logits differ by at most {manifest.Parity.MaxLogitDifference:g2} on {manifest.Parity.Images} images");
        Row("Libraries", string.Join(", ", manifest.Libraries.Select(library => $"{library.Key} {library.Value}")));
        if (manifest.TrainingId is { } training)
            Row("Training", $"{training}, {manifest.CreatedAt:u}");
        page.Append($"</table><details><summary>Recipe</summary><pre>{Text(Indented(manifest))}</pre></details>");

        void Row(string name, string value) =>
            page.Append($"<tr><td>{Text(name)}</td><td><code>{Text(value)}</code></td></tr>");
    }

    private static string Indented(ModelManifest manifest) =>
        System.Text.Json.JsonSerializer.Serialize(manifest.Recipe, Storage.LesionJson.Indented);

    private static string Name(Split split) => split switch
    {
        Split.Train => "training",
        Split.Val => "validation",
        _ => "test",
    };
}
