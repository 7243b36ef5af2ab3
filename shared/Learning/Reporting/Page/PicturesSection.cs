using Lesion.Contracts;

namespace Lesion.Learning.Reporting;

/// <summary>Pictures of what the model is surest of and wrong about, and of what its members disagree on.</summary>
internal static class PicturesSection
{
    private const int Side = 224;

    public static Html Render(ModelManifest manifest, TrainingDetails details, IReadOnlyDictionary<string, ReportPicture> pictures) => Html.Of($"""
        <h2 id="mistakes">The surest mistakes</h2>
        {Mistakes(manifest, details, pictures)}
        {Disagreements(manifest, details.Disagreement, pictures)}
        """);

    private static Html Mistakes(ModelManifest manifest, TrainingDetails details, IReadOnlyDictionary<string, ReportPicture> pictures)
    {
        if (details.Mistakes.Count == 0)
            return Html.Of($"<p>The model decides every held-out image rightly; there is no mistake to show.</p>");
        return Html.Of($"""
            <p>Held-out images that the model decides wrongly, those first of which it is surest. Look at them: a wrong label, hair, ink
            or a ruler explains more than a figure. Beside each, what speaks for the decision (orange) and against it (blue).</p>
            {Html.ForEach(details.Mistakes.GroupBy(image => image.Label), label => Html.Of($"""
                <h3>'{label.Key}', decided otherwise</h3>
                <div class="pictures">{Html.ForEach(label, image => Picture(manifest, image, pictures))}</div>
                """))}
            """);
    }

    private static Html Disagreements(
        ModelManifest manifest, Disagreement? disagreement, IReadOnlyDictionary<string, ReportPicture> pictures) =>
        disagreement is null || disagreement.Examples.Count == 0 ? Html.Empty : Html.Of($"""
            <h2 id="disagreements">Where the members disagree</h2>
            <p>On {disagreement.Images} of the held-out images the {disagreement.Members} members do not all decide alike; on these most of all.</p>
            <div class="pictures">{Html.ForEach(disagreement.Examples, image => Picture(manifest, image, pictures))}</div>
            """);

    private static Html Picture(ModelManifest manifest, ReportedImage image, IReadOnlyDictionary<string, ReportPicture> pictures)
    {
        var probability = image.Probabilities[manifest.Classes.ToList().IndexOf(image.Decided)];
        return Html.Of($"""
            <figure>{(pictures.TryGetValue(image.ImageId, out var picture) ? Two(picture, image) : Html.Empty)}
            <figcaption>truly <b>{image.Label}</b>, decided <b>{image.Decided}</b> with {probability:f3}{(image.Referred ? ", referred" : "")}{Members(image)}<br/><code title="{image.ImageId}">{Short(image.ImageId)}</code></figcaption></figure>
            """);
    }

    private static Html Two(ReportPicture picture, ReportedImage image) => Html.Of($"""
        <div class="two">{Parts.DataImage(picture.Picture, "image/jpeg", $"Image of '{image.Label}' as the network sees it", Side)}{Parts.DataImage(picture.Overlay, "image/jpeg", $"The same under the activation map of '{image.Decided}'", Side)}</div>
        """);

    private static string Members(ReportedImage image) => image.Members.Count == 0
        ? ""
        : $"; by the members {string.Join(", ", image.Members.Select(member => $"{member:f2}"))}";

    private static string Short(string imageId) => imageId.Length > 16 ? $"{imageId[..16]}…" : imageId;
}
