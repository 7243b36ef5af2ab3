namespace Lesion.Learning.Reporting;

/// <summary>A piece of HTML. What is put into one that is not itself HTML is encoded, so that no name can become markup.</summary>
internal readonly struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    public static Html Empty => default;

    public static Html Of(ref HtmlHandler markup) => new(markup.ToString());

    /// <summary>Takes text as markup; only for what this assembly made itself.</summary>
    public static Html Trusted(string markup) => new(markup);

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts));

    public static Html ForEach<T>(IEnumerable<T> items, Func<T, Html> render) => Join(items.Select(render));

    public override string ToString() => _markup ?? "";
}
