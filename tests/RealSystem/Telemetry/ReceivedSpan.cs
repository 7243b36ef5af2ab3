using Lesion.Testing.Otlp;

namespace Lesion.Testing;

/// <summary>A span, and the process that sent it.</summary>
/// <param name="Service">The resource's <c>service.name</c>.</param>
/// <param name="ParentId">Empty where it begins a trace.</param>
/// <param name="Attributes">Values as text.</param>
/// <param name="Links">Trace and span of each.</param>
/// <param name="IsError">Whether its status says so.</param>
public sealed record ReceivedSpan(
    string Service,
    string TraceId,
    string SpanId,
    string ParentId,
    string Name,
    Span.Types.SpanKind Kind,
    DateTimeOffset Start,
    TimeSpan Duration,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<(string TraceId, string SpanId)> Links,
    bool IsError);
