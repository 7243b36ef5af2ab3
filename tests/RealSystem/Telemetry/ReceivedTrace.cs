using System.Text;

namespace Lesion.Testing;

/// <summary>The spans of one trace that came so far.</summary>
public sealed class ReceivedTrace
{
    private readonly IReadOnlyList<ReceivedSpan> _spans;
    private readonly Dictionary<string, ReceivedSpan> _byId;

    public ReceivedTrace(IReadOnlyList<ReceivedSpan> spans)
    {
        _spans = [.. spans.DistinctBy(span => span.SpanId).OrderBy(span => span.Start)];
        _byId = _spans.ToDictionary(span => span.SpanId);
    }

    public IReadOnlyList<ReceivedSpan> Spans => _spans;

    /// <summary>Those whose parent is in no process of ours, or not there yet.</summary>
    public IEnumerable<ReceivedSpan> Roots => _spans.Where(span => !_byId.ContainsKey(span.ParentId));

    /// <summary>The spans at the end of a way down the tree, each span on it named; the first may be anywhere.</summary>
    public IReadOnlyList<ReceivedSpan> Find(params string[] names) =>
        [.. _spans.Where(span => span.Name == names[^1]).Where(span => IsBelow(span, names[..^1]))];

    /// <summary>As <see cref="Find"/>, where other spans may stand between those named.</summary>
    public IReadOnlyList<ReceivedSpan> FindBelow(params string[] names) =>
        [.. _spans.Where(span => span.Name == names[^1]).Where(span => IsSomewhereBelow(span, names[..^1]))];

    /// <summary>As a tree: one span a line, with its process and how long it took; leaves that are alike on one line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var root in Roots)
            Write(text, root, 1, "", "");
        return text.ToString();
    }

    private bool IsBelow(ReceivedSpan span, string[] above) =>
        above.Length == 0
        || (_byId.TryGetValue(span.ParentId, out var parent) && parent.Name == above[^1] && IsBelow(parent, above[..^1]));

    private bool IsSomewhereBelow(ReceivedSpan span, string[] above) =>
        above.Length == 0
        || (_byId.TryGetValue(span.ParentId, out var parent)
            && IsSomewhereBelow(parent, parent.Name == above[^1] ? above[..^1] : above));

    private void Write(StringBuilder text, ReceivedSpan span, int times, string lead, string indent)
    {
        var line = $"{lead}{span.Name}{(times > 1 ? $" × {times}" : "")}";
        text.AppendLine($"{line,-76} {span.Service["lesion-".Length..],-13} {(times > 1 ? "" : $"{span.Duration.TotalMilliseconds:0.0} ms"),10}{Links(span)}".TrimEnd());
        var children = Children(span);
        foreach (var (index, (child, count)) in children.Index())
        {
            var isLast = index == children.Count - 1;
            Write(text, child, count, indent + (isLast ? "└─ " : "├─ "), indent + (isLast ? "   " : "│  "));
        }
    }

    /// <summary>In the order of their start; neighbours without children and of one name once, with their number.</summary>
    private List<(ReceivedSpan Span, int Count)> Children(ReceivedSpan parent)
    {
        var children = new List<(ReceivedSpan Span, int Count)>();
        foreach (var child in _spans.Where(span => span.ParentId == parent.SpanId))
        {
            if (children is [.., var (last, count)] && last.Name == child.Name && IsLeaf(last) && IsLeaf(child))
                children[^1] = (last, count + 1);
            else
                children.Add((child, 1));
        }

        return children;
    }

    private bool IsLeaf(ReceivedSpan span) => _spans.All(other => other.ParentId != span.SpanId);

    private string Links(ReceivedSpan span) => string.Concat(span.Links.Select(link =>
        $"  ~ {(_byId.TryGetValue(link.SpanId, out var linked) ? linked.Name : "a span of another trace")}"));
}
