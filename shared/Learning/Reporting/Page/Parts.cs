using ScottPlot;

namespace Lesion.Learning.Reporting;

/// <summary>Pieces of HTML that several sections use.</summary>
internal static class Parts
{
    /// <summary>A figure with its interval in brackets, where it has one.</summary>
    public static Html Figure(double value, double[]? interval) => interval is [var low, var high]
        ? Html.Of($"{value:f3} <span class=\"interval\">[{low:f3}, {high:f3}]</span>")
        : Html.Of($"{value:f3}");

    public static Html Figure(double value, IReadOnlyDictionary<string, double[]> intervals, string name) =>
        Figure(value, intervals.GetValueOrDefault(name));

    /// <summary>A difference, always with its sign.</summary>
    public static Html Signed(double value, double low, double high) =>
        Html.Of($"{value:+0.000;−0.000;0.000} <span class=\"interval\">[{low:+0.000;−0.000;0.000}, {high:+0.000;−0.000;0.000}]</span>");

    public static Html Legend(params IEnumerable<Html> entries) =>
        Html.Of($"<ul class=\"legend\">{Html.ForEach(entries, entry => Html.Of($"<li>{entry}</li>"))}</ul>");

    public static Html Swatch(Color colour) => Html.Of($"<span class=\"swatch\" style=\"background:{colour.ToHex()}\"></span>");

    public static Html LineSwatch(Color colour) => Html.Of($"<span class=\"swatch line\" style=\"border-color:{colour.ToHex()}\"></span>");

    /// <summary>In the colour of the text, solid and thin or dashed.</summary>
    public static Html LineSwatch(bool dashed) => Html.Of($"<span class=\"swatch line {(dashed ? "dashed" : "thin")}\"></span>");

    public static Html DataImage(byte[] bytes, string type, string alternative, int side) =>
        Html.Of($"<img src=\"data:{type};base64,{Convert.ToBase64String(bytes)}\" alt=\"{alternative}\" width=\"{side}\" height=\"{side}\"/>");
}
