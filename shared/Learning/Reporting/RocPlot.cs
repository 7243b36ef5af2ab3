using System.Globalization;
using System.Text;
using Lesion.Contracts;
using Lesion.Evaluation;

namespace Lesion.Learning.Reporting;

/// <summary>Draws a ROC curve with its operating point as SVG.</summary>
internal static class RocPlot
{
    private const double Side = 200;

    public static void Append(StringBuilder page, ModelManifest manifest, IReadOnlyList<RocPoint> roc)
    {
        if (roc.Count == 0)
            return;
        var points = string.Join(' ', roc.Select(point => Place(point.FalsePositiveRate, point.Sensitivity)));
        var (x, y) = At(1 - manifest.HeldOut.Specificity, manifest.HeldOut.Sensitivity);
        page.Append(CultureInfo.InvariantCulture, $"""
            <div><h2>ROC, held out</h2>
            <svg viewBox="-34 -8 246 246" role="img" aria-label="ROC curve, AUC {manifest.HeldOut.Auc:f3}" fill="none" stroke="currentColor" font-size="10">
            <rect width="{Side}" height="{Side}" stroke-opacity=".4"/><path d="M0 {Side}L{Side} 0" stroke-opacity=".3" stroke-dasharray="4 4"/>
            <polyline points="{points}" stroke="#27c" stroke-width="2"/><circle cx="{x:f1}" cy="{y:f1}" r="4.5" fill="#c33" stroke="none"/>
            <g stroke="none" fill="currentColor">{Ticks()}
            <text x="100" y="228" text-anchor="middle">1 − specificity</text><text transform="translate(-24 100) rotate(-90)" text-anchor="middle">sensitivity</text>
            <text x="194" y="190" text-anchor="end" font-size="12">AUC {manifest.HeldOut.Auc:f3}</text></g></svg></div>
            """);
    }

    private static string Ticks() => string.Concat(new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(tick => string.Create(
        CultureInfo.InvariantCulture,
        $"<text x=\"{tick * Side}\" y=\"213\" text-anchor=\"middle\">{tick}</text><text x=\"-5\" y=\"{Side - tick * Side + 3}\" text-anchor=\"end\">{tick}</text>")));

    private static string Place(double falsePositiveRate, double sensitivity)
    {
        var (x, y) = At(falsePositiveRate, sensitivity);
        return string.Create(CultureInfo.InvariantCulture, $"{x:f1},{y:f1}");
    }

    private static (double X, double Y) At(double falsePositiveRate, double sensitivity) =>
        (Side * falsePositiveRate, Side * (1 - sensitivity));
}
