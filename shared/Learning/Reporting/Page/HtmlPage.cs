using Lesion.Contracts;

namespace Lesion.Learning.Reporting;

/// <summary>One HTML page about a model that refers to nothing outside itself.</summary>
internal static class HtmlPage
{
    private static readonly Lazy<string> Style = new(ReadStyle);

    /// <param name="kind">What the page is, for its title.</param>
    /// <param name="head">What stands below the title.</param>
    /// <param name="main">The sections.</param>
    public static string Render(string kind, ModelManifest manifest, Html head, Html main)
    {
        var title = manifest.Version > 0 ? $"{manifest.Name}, version {manifest.Version}" : $"{manifest.Name}, not published";
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'"/>
            <title>{kind}: {title}</title>
            <style>{Html.Trusted(Style.Value)}{Font()}</style></head>
            <body>
            <header><h1>{kind}: {title}</h1>
            {head}</header>
            <main>
            {main}
            </main>
            <footer class="muted">Made by Lesion {manifest.Libraries.GetValueOrDefault("lesion")}. {manifest.IntendedUse}</footer>
            </body></html>

            """).ToString();
    }

    private static Html Font() => Html.Trusted(
        $"@font-face {{ font-family: \"{PlotFont.Family}\"; src: url(data:font/ttf;base64,{Convert.ToBase64String(PlotFont.Bytes)}); }}");

    private static string ReadStyle()
    {
        const string Name = "Lesion.Learning.Reporting.report.css";
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The assembly has no resource '{Name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
