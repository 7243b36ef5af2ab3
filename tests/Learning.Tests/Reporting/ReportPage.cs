using System.Xml;
using System.Xml.Linq;

namespace Lesion.Learning.Tests.Reporting;

/// <summary>A report's page, taken apart. It is written so that it is well-formed XML too.</summary>
internal sealed class ReportPage
{
    public ReportPage(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        Root = XDocument.Load(reader).Root!;
    }

    public XElement Root { get; }

    public string Text => Root.Value;

    public IEnumerable<XElement> All(string name) => Root.Descendants(name);

    /// <summary>The text from one heading to the next of its rank.</summary>
    public string Section(string id) => string.Join(
        ' ',
        All("h2").Single(heading => (string?)heading.Attribute("id") == id)
            .ElementsAfterSelf().TakeWhile(element => element.Name != "h2").Select(element => element.Value));

    public string Plot(string describedBy) =>
        All("svg").Single(svg => ((string)svg.Attribute("aria-label")!).StartsWith(describedBy, StringComparison.Ordinal)).ToString();
}
