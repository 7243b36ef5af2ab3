using Lesion.Contracts;

namespace Lesion.Learning.Reporting;

/// <summary>
/// The card of a model as one HTML page, for whoever is to use it and did not train it: what it is for and what not, on what it
/// was judged, and under which terms. The parts are those of Mitchell et al., "Model Cards for Model Reporting" (2019).
/// </summary>
internal static class CardPage
{
    public static string Render(ModelManifest manifest, TrainingDetails details)
    {
        var head = Html.Of($"""
            <p class="muted">{string.Join(" or ", manifest.Classes)}, from one photograph of a skin lesion.</p>
            <p class="note" role="note">{manifest.IntendedUse}</p>
            """);
        return HtmlPage.Render("Model card", manifest, head, Html.Of($"""
            {Use(manifest)}
            {FiguresSection.Summary(manifest, details)}
            {FiguresSection.All(manifest, details)}
            {Decisions(manifest)}
            {OriginSection.Images(manifest, details)}
            {Terms(manifest, details)}
            {OriginSection.Origin(manifest, details)}
            """));
    }

    private static Html Use(ModelManifest manifest) => Html.Of($"""
        <h2 id="use">Use</h2>
        <ul class="findings">
        <li>For: sorting photographs like those that it was trained on, in research and engineering, where a person decides.</li>
        <li>Not for: diagnosis, decisions on treatment, or telling somebody that all is well. Its answers are {string.Join(" or ", manifest.Classes)} and nothing else, whatever the picture shows.</li>
        <li>What was not measured: how it does on other cameras, skin tones, ages and parts of the body than its images hold, of which it knows no record. Measure it on images of your own before you rely on it: <code>lesion evaluate</code>.</li>
        </ul>
        """);

    private static Html Decisions(ModelManifest manifest) => Html.Of($"""
        <h2 id="decisions">Decisions</h2>
        <ul class="findings">
        {Threshold(manifest)}{Uncertain(manifest)}{Unlike(manifest)}
        </ul>
        """);

    private static Html Threshold(ModelManifest manifest) => manifest is { Positive: { } positive, Threshold: { } threshold }
        ? Html.Of($"<li>The label is '{positive}' from a probability of {threshold:f3} on, chosen by images out of fold.</li>")
        : Html.Of($"<li>The label is the most probable class.</li>");

    private static Html Uncertain(ModelManifest manifest) => manifest.ReferBand is [var low, var high]
        ? Html.Of($"<li>From {low:f3} to {high:f3} the decision is 'refer', with the reason 'uncertain'.</li>")
        : manifest.ReferBelow is { } least
            ? Html.Of($"<li>Below a probability of {least:f3} the decision is 'refer', with the reason 'uncertain'.</li>")
            : Html.Of($"<li>No image is referred for being uncertain.</li>");

    private static Html Unlike(ModelManifest manifest) => manifest.Novelty is { } novelty
        ? Html.Of($"<li>An image that is further from the training images than {Findings.Percent(1 - novelty.Share)} of these are from one another is referred too, with the reason 'unlikeTraining'.</li>")
        : Html.Of($"<li>It does not tell whether an image is unlike its training images.</li>");

    private static Html Terms(ModelManifest manifest, TrainingDetails details) => Html.Of($"""
        <h2 id="terms">Terms</h2>
        <table class="facts"><tbody>
        <tr><th scope="row">The model</th><td>{manifest.Licence ?? "nobody has said: ask whoever trained it, and whoever owns the images"}</td></tr>
        {Html.ForEach(details.Weights, weights => Html.Of($"<tr><th scope=\"row\">Weights {weights.Name}</th><td>{weights.Licence}</td></tr>"))}
        </tbody></table>
        """);
}
