using Lesion.Contracts;

namespace Lesion.Learning.Reporting;

/// <summary>The figures: the few that matter most, what they mean, and all of them.</summary>
internal static class FiguresSection
{
    private sealed record Figure(string Key, string Name, Func<ClassificationMetrics, double> Value);

    private static readonly Figure[] Figures =
    [
        new("auc", "AUC", m => m.Auc),
        new("balancedAccuracy", "Balanced accuracy", m => m.BalancedAccuracy),
        new("sensitivity", "Sensitivity", m => m.Sensitivity),
        new("specificity", "Specificity", m => m.Specificity),
        new("accuracy", "Accuracy", m => m.Accuracy),
        new("averagePrecision", "Average precision", m => m.AveragePrecision),
        new("ece", "Calibration error", m => m.Ece),
    ];

    public static Html Summary(ModelManifest manifest, TrainingDetails details) => Html.Of($"""
        <dl class="tiles">{Html.ForEach(Figures.Take(4), figure => Tile(figure, manifest.HeldOut))}</dl>
        <p class="muted">On {manifest.HeldOut.N} held-out images. In brackets 95 % bootstrap intervals.</p>
        <h2 id="meaning">What it means</h2>
        <ul class="findings">{Html.ForEach(Findings.Of(manifest, details), finding => Html.Of($"<li>{finding}</li>"))}</ul>
        """);

    public static Html All(ModelManifest manifest, TrainingDetails details) => Html.Of($"""
        <h2 id="figures">All figures</h2>
        <div class="scroll"><table><caption>{Caption(manifest)}</caption>
        <thead><tr><th></th><th class="n" scope="col">Held out ({manifest.HeldOut.N} images)</th>{Html.ForEach(Validation(manifest), metrics => Html.Of($"<th class=\"n\" scope=\"col\">Validation ({metrics.N} images)</th>"))}<th class="n" scope="col">Out of fold ({manifest.CrossValidated.N} images)</th></tr></thead>
        <tbody>{Html.ForEach(Figures, figure => Row(figure, manifest))}</tbody></table></div>
        {Classes(details)}
        <p class="muted">{details.OutOfFoldModels} Chosen by these figures, which are therefore a little flattered: {string.Join(", ", details.Choices)};
        no choice was made by the held-out images. Intervals: 95 %, percentile bootstrap within the classes.</p>
        """);

    private static string Caption(ModelManifest manifest) => manifest.Positive is { } positive
        ? $"Sensitivity, specificity and average precision are of '{positive}', at the threshold of {manifest.Threshold:f3}."
        : "Means over one class against the rest; the most probable class is decided for.";

    private static Html Tile(Figure figure, ClassificationMetrics metrics) => Html.Of($"""
        <div><dt>{figure.Name}</dt><dd>{figure.Value(metrics):f3}<small>{Interval(metrics.Intervals.GetValueOrDefault(figure.Key))}</small></dd></div>
        """);

    private static string Interval(double[]? interval) => interval is [var low, var high] ? $"[{low:f3}, {high:f3}]" : "no interval";

    private static Html Row(Figure figure, ModelManifest manifest) => Html.Of($"""
        <tr><th scope="row">{figure.Name}</th><td class="n">{Cell(figure, manifest.HeldOut)}</td>{Html.ForEach(Validation(manifest), metrics => Html.Of($"<td class=\"n\">{Cell(figure, metrics)}</td>"))}<td class="n">{Cell(figure, manifest.CrossValidated)}</td></tr>
        """);

    /// <summary>One, where validation images were reported on beside the held-out ones.</summary>
    private static IEnumerable<ClassificationMetrics> Validation(ModelManifest manifest) => manifest.Validation is { } metrics ? [metrics] : [];

    private static Html Cell(Figure figure, ClassificationMetrics metrics) =>
        Parts.Figure(figure.Value(metrics), metrics.Intervals, figure.Key);

    private static Html Classes(TrainingDetails details) => Html.Of($"""
        <h3>Class by class, held out</h3>
        <div class="scroll"><table><caption>One class against the rest.</caption>
        <thead><tr><th scope="col">Class</th><th class="n" scope="col">Images</th><th class="n" scope="col">AUC</th><th class="n" scope="col">Found (sensitivity)</th><th class="n" scope="col">Others kept apart (specificity)</th></tr></thead>
        <tbody>{Html.ForEach(details.HeldOut.Classes, Class)}</tbody></table></div>
        """);

    private static Html Class(ClassFigures figures) => Html.Of($"""
        <tr><th scope="row">{figures.Class}</th><td class="n">{figures.Images}</td><td class="n">{Parts.Figure(figures.Auc, figures.Intervals, "auc")}</td><td class="n">{Parts.Figure(figures.Sensitivity, figures.Intervals, "sensitivity")}</td><td class="n">{Parts.Figure(figures.Specificity, figures.Intervals, "specificity")}</td></tr>
        """);
}
