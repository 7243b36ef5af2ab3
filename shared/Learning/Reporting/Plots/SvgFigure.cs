using System.Xml.Linq;
using ScottPlot;

namespace Lesion.Learning.Reporting;

/// <summary>A plot as SVG that can stand in a page: it scales, has a name for screen readers, and takes the page's colour of text.</summary>
internal static class SvgFigure
{
    /// <param name="id">Of this plot alone in the page.</param>
    /// <param name="description">What it shows, for who cannot see it.</param>
    public static Html Render(Plot plot, int width, int height, string id, string description)
    {
        using (plot)
        {
            var root = XDocument.Parse(plot.GetSvgXml(width, height)).Root!;
            Rewrite(root, id);
            root.ReplaceAttributes(
                new XAttribute("class", "plot"),
                new XAttribute("viewBox", $"0 0 {width} {height}"),
                new XAttribute("style", $"max-width:{width}px"),
                new XAttribute("role", "img"),
                new XAttribute("aria-label", description));
            return Html.Trusted(WithoutNamespace(root).ToString(SaveOptions.DisableFormatting));
        }
    }

    private static void Rewrite(XElement root, string id)
    {
        var ink = PlotColours.Ink.ToHex();
        var dashed = $"{PlotCanvas.DashedWidth}";
        // Skia counts clip paths over the whole process.
        var clips = root.Descendants().Attributes("id").Select((clip, place) => (clip.Value, New: $"{id}-{place}")).ToDictionary();
        foreach (var text in root.DescendantNodes().OfType<XText>())
            text.Value = text.Value.Trim();
        foreach (var line in root.Descendants().Where(element => element.Attribute("stroke-width")?.Value == dashed))
            line.SetAttributeValue("stroke-dasharray", "5 4");
        foreach (var attribute in root.Descendants().Attributes())
        {
            if (string.Equals(attribute.Value, ink, StringComparison.OrdinalIgnoreCase))
                attribute.Value = "currentColor";
            else if (attribute.Name == "font-family")
                attribute.Value = $"{PlotFont.Family}, sans-serif";
            else if (attribute.Name == "id")
                attribute.Value = clips[attribute.Value];
            else if (attribute.Name == "clip-path")
                attribute.Value = $"url(#{clips[attribute.Value["url(#".Length..^1]]})";
        }
    }

    /// <summary>In HTML an <c>svg</c> element needs no namespace.</summary>
    private static XElement WithoutNamespace(XElement element) => new(
        element.Name.LocalName,
        element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration && attribute.Name.Namespace == XNamespace.None),
        element.Nodes().Select(node => node is XElement child ? WithoutNamespace(child) : node).Where(node => node is not XText { Value: "" }));
}
