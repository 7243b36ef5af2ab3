using Lesion.Contracts;

namespace Lesion.Learning.Reporting;

/// <summary>The report of a training as one HTML page that refers to nothing outside itself.</summary>
internal static class HtmlReport
{
    private static readonly Lazy<string> Style = new(ReadStyle);

    /// <param name="pictures">Of the images that the details name, by their ids; one that is missing is told of without a picture.</param>
    public static string Render(ModelManifest manifest, TrainingDetails details, IReadOnlyDictionary<string, ReportPicture> pictures)
    {
        var title = manifest.Version > 0 ? $"{manifest.Name}, version {manifest.Version}" : $"{manifest.Name}, not published";
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'"/>
            <title>Report: {title}</title>
            <style>{Html.Trusted(Style.Value)}{Font()}</style></head>
            <body>
            <header><h1>Report: {title}</h1>
            <p class="muted">{string.Join(" or ", manifest.Classes)}: {details.Outcome}</p>
            <p class="note" role="note">{manifest.IntendedUse}</p>
            {Contents(details)}</header>
            <main>
            {FiguresSection.Summary(manifest, details)}
            {FiguresSection.All(manifest, details)}
            {DecisionsSection.Render(manifest, details)}
            {PicturesSection.Render(manifest, details, pictures)}
            {LearningSection.Render(details)}
            {OriginSection.Render(manifest, details)}
            </main>
            <footer class="muted">Made by Lesion {manifest.Libraries.GetValueOrDefault("lesion")}. {manifest.IntendedUse}</footer>
            </body></html>

            """).ToString();
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

    private static Html Font() => Html.Trusted(
        $"@font-face {{ font-family: \"{PlotFont.Family}\"; src: url(data:font/ttf;base64,{Convert.ToBase64String(PlotFont.Bytes)}); }}");

    private static string ReadStyle()
    {
        const string Name = "Lesion.Learning.Reporting.report.css";
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The assembly has no resource '{Name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
