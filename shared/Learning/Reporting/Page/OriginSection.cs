using System.Text.Json;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Learning.Reporting;

/// <summary>Where the model comes from: images, recipe, weights, libraries, seed and machine.</summary>
internal static class OriginSection
{
    public static Html Render(ModelManifest manifest, TrainingDetails details) => Html.Of($"""
        {Images(manifest, details)}
        <h2 id="recipe">Recipe</h2>
        <p>Given back with <code>--recipe manifest.json</code>, with the same images, seed and number of threads, it gives the same model.</p>
        <details><summary>All values</summary><pre>{JsonSerializer.Serialize(manifest.Recipe, LesionJson.Indented)}</pre></details>
        {Origin(manifest, details)}
        """);

    public static Html Images(ModelManifest manifest, TrainingDetails details) => Html.Of($"""
        <h2 id="images">Images</h2>
        <div class="scroll"><table><caption>A group is all that belongs together: one patient, one lesion, near-duplicates. None is in two splits or folds.</caption>
        <thead><tr><th scope="col">Split</th>{Html.ForEach(manifest.Classes, name => Html.Of($"<th class=\"n\" scope=\"col\">{name}</th>"))}<th class="n" scope="col">Images</th><th class="n" scope="col">Groups</th></tr></thead>
        <tbody>{Html.ForEach(details.Images.OrderBy(split => split.Key), split => SplitRow(manifest, details, split.Key, split.Value))}</tbody></table></div>
        {LeftOut(manifest)}
        """);

    public static Html Origin(ModelManifest manifest, TrainingDetails details) => Html.Of($"""
        <h2 id="origin">Origin</h2>
        <table class="facts"><tbody>{Html.ForEach(Facts(manifest, details), fact => Html.Of($"<tr><th scope=\"row\">{fact.Name}</th><td>{fact.Value}</td></tr>"))}</tbody></table>
        """);

    private static Html SplitRow(ModelManifest manifest, TrainingDetails details, Split split, IReadOnlyDictionary<string, int> counts) => Html.Of($"""
        <tr><th scope="row">{Name(split)}</th>{Html.ForEach(manifest.Classes, name => Html.Of($"<td class=\"n\">{counts.GetValueOrDefault(name)}</td>"))}<td class="n">{counts.Values.Sum()}</td><td class="n">{details.Groups.GetValueOrDefault(split)}</td></tr>
        """);

    private static Html LeftOut(ModelManifest manifest)
    {
        if (manifest.LeftOut.Count == 0)
            return Html.Of($"<p>No image was left out.</p>");
        var reasons = manifest.LeftOut.CountBy(image => image.Reason).OrderByDescending(reason => reason.Value);
        return Html.Of($"""
            <p>{manifest.LeftOut.Count} left out: {string.Join(", ", reasons.Select(reason => $"{reason.Value} {reason.Key}"))}.</p>
            <details><summary>Which</summary><ul>{Html.ForEach(manifest.LeftOut, image => Html.Of($"<li><code>{image.Image}</code>: {image.Reason}</li>"))}</ul></details>
            """);
    }

    private static IEnumerable<(string Name, Html Value)> Facts(ModelManifest manifest, TrainingDetails details)
    {
        foreach (var (weights, sha256) in details.Weights.Zip([manifest.WeightsSha256, .. manifest.Companions.Select(companion => companion.Sha256)]))
        {
            yield return ("Network", Html.Of($"{weights.Network}"));
            yield return ("Weights", Html.Of($"{weights.Name}, SHA-256 <code>{sha256}</code>"));
            yield return ("Licence of the weights", Html.Of($"{weights.Licence}"));
        }

        yield return ("Data set", Html.Of($"<code>{manifest.DatasetId}</code>"));
        yield return ("Model file", Html.Of($"{manifest.Bytes / 1e6:f1} MB, SHA-256 <code>{manifest.Sha256}</code>"));
        yield return ("Input", Html.Of($"{manifest.Input.Size} × {manifest.Input.Size} pixels, {manifest.Input.Filter}, canonical form <code>{manifest.Input.Canonical}</code>; an answer is the mean over {manifest.TestViews} of the eight orientations{(manifest.Input.CentreCrop is { } share ? $" of the whole and of its middle, {share:p0} of its sides" : "")}"));
        yield return ("Plan", Html.Of($"seed {manifest.Seed}, {details.Threads} threads, {details.Steps} steps"));
        yield return ("Trained on", Html.Of($"{details.Device}, {details.Precision}"));
        yield return ("ONNX against the trained network", Html.Of($"logits differ by at most {manifest.Parity.MaxLogitDifference:g2} on {manifest.Parity.Images} images, {manifest.Parity.Tolerance:g1} is allowed"));
        yield return ("Libraries", Html.Of($"{string.Join(", ", manifest.Libraries.Select(library => $"{library.Key} {library.Value}"))}"));
        if (manifest.TrainingId is { } training)
            yield return ("Training", Html.Of($"<code>{training}</code>"));
        if (manifest.CreatedAt != default)
            yield return ("Made", Html.Of($"{manifest.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC"));
    }

    private static string Name(Split split) => split switch
    {
        Split.Train => "training",
        Split.Val => "held out (validation)",
        _ => "held out (test)",
    };
}
