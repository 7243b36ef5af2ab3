using Lesion.Contracts;

namespace Lesion.Learning.Reporting;

/// <summary>The report of a training as one HTML page that refers to nothing outside itself.</summary>
internal static class HtmlReport
{
    /// <param name="pictures">Of the images that the details name, by their ids; one that is missing is told of without a picture.</param>
    public static string Render(ModelManifest manifest, TrainingDetails details, IReadOnlyDictionary<string, ReportPicture> pictures)
    {
        var head = Html.Of($"""
            <p class="muted">{string.Join(" or ", manifest.Classes)}: {details.Outcome}</p>
            <p class="note" role="note">{manifest.IntendedUse}</p>
            {Contents(details)}
            """);
        return HtmlPage.Render("Report", manifest, head, Html.Of($"""
            {FiguresSection.Summary(manifest, details)}
            {FiguresSection.All(manifest, details)}
            {DecisionsSection.Render(manifest, details)}
            {PicturesSection.Render(manifest, details, pictures)}
            {LearningSection.Render(details)}
            {OriginSection.Render(manifest, details)}
            """));
    }

    private static Html Contents(TrainingDetails details)
    {
        (string Id, string Name)[] sections =
        [
            ("meaning", "What it means"), ("figures", "All figures"), ("decisions", "Decisions"), ("calibration", "Calibration"),
            ("mistakes", "Mistakes"), .. details.Disagreement is { Examples.Count: > 0 } ? [("disagreements", "Disagreements")] : Array.Empty<(string, string)>(),
            ("learning", "Learning"), ("images", "Images"), ("recipe", "Recipe"), ("origin", "Origin"),
        ];
        return Html.Of($"<nav aria-label=\"Contents\"><ul>{Html.ForEach(sections, section => Html.Of($"<li><a href=\"#{section.Id}\">{section.Name}</a></li>"))}</ul></nav>");
    }
}
