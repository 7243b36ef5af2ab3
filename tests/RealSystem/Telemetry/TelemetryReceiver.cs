using Google.Protobuf;
using Google.Protobuf.Collections;
using Lesion.Testing.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lesion.Testing;

/// <summary>Collects what processes tell of themselves by OTLP: a collector in this process.</summary>
public sealed class TelemetryReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly List<ReceivedSpan> _spans = [];
    private readonly Dictionary<string, InstrumentRecord> _instruments = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _resources = [];
    private readonly HashSet<string> _texts = [];

    private TelemetryReceiver(WebApplication app) => _app = app;

    /// <summary>Environment variables that have a process send everything here, and soon.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    /// <summary>The attributes of each process that has sent anything, by <c>service.name</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Resources => Locked(() => _resources.ToDictionary());

    /// <summary>Every name, text and value of an attribute that ever came, of spans, metrics and log entries.</summary>
    public IReadOnlySet<string> Texts => Locked(() => _texts.ToHashSet());

    public IReadOnlyList<ReceivedInstrument> Instruments => Locked(() => _instruments.Values
        .Select(instrument => instrument.Received).ToList());

    public IReadOnlyList<ReceivedSpan> Spans => Locked(() => _spans.ToList());

    /// <summary>Log entries that came.</summary>
    public int LogEntries { get; private set; }

    public static async Task<TelemetryReceiver> StartAsync(CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--urls", "http://127.0.0.1:0"] });
        builder.Logging.ClearProviders();
        var receiver = new TelemetryReceiver(builder.Build());
        receiver._app.MapPost("/v1/traces", context => receiver.TakeAsync(context, TracesRequest.Parser, receiver.Add));
        receiver._app.MapPost("/v1/metrics", context => receiver.TakeAsync(context, MetricsRequest.Parser, receiver.Add));
        receiver._app.MapPost("/v1/logs", context => receiver.TakeAsync(context, LogsRequest.Parser, receiver.Add));
        await receiver._app.StartAsync(cancellationToken);
        return receiver;
    }

    /// <summary>What came of a trace.</summary>
    public ReceivedTrace Trace(string traceId) => new([.. Spans.Where(span => span.TraceId == traceId)]);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync<T>(HttpContext context, MessageParser<T> parser, Action<T> add)
        where T : IMessage<T>
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = parser.ParseFrom(body.ToArray());
        lock (_gate)
        {
            add(request);
        }
    }

    private void Add(TracesRequest request)
    {
        foreach (var resource in request.ResourceSpans)
        {
            var service = Add(resource.Resource);
            foreach (var span in resource.ScopeSpans.SelectMany(scope => scope.Spans))
            {
                _texts.UnionWith([span.Name, span.Status?.Message ?? "", .. span.Events.SelectMany(told => TextsOf(told.Attributes).Prepend(told.Name))]);
                _texts.UnionWith(TextsOf(span.Attributes));
                _spans.Add(Read(service, span));
            }
        }
    }

    private void Add(MetricsRequest request)
    {
        foreach (var resource in request.ResourceMetrics)
        {
            Add(resource.Resource);
            foreach (var metric in resource.ScopeMetrics.SelectMany(scope => scope.Metrics))
            {
                if (!_instruments.TryGetValue(metric.Name, out var instrument))
                    _instruments.Add(metric.Name, instrument = new InstrumentRecord(metric));
                foreach (var attributes in InstrumentRecord.PointsOf(metric))
                {
                    instrument.Add(attributes);
                    _texts.UnionWith(TextsOf(attributes));
                }
            }
        }
    }

    private void Add(LogsRequest request)
    {
        foreach (var resource in request.ResourceLogs)
        {
            Add(resource.Resource);
            foreach (var entry in resource.ScopeLogs.SelectMany(scope => scope.Entries))
            {
                _texts.UnionWith([entry.Body?.Text ?? "", .. TextsOf(entry.Attributes)]);
                LogEntries++;
            }
        }
    }

    /// <returns>Its name.</returns>
    private string Add(Resource resource)
    {
        var attributes = resource.Attributes.ToDictionary(attribute => attribute.Key, TextOf);
        var name = attributes.GetValueOrDefault("service.name", "");
        _resources[name] = attributes;
        return name;
    }

    private static ReceivedSpan Read(string service, Span span) => new(
        service,
        Hex(span.TraceId),
        Hex(span.SpanId),
        Hex(span.ParentSpanId),
        span.Name,
        span.Kind,
        DateTimeOffset.UnixEpoch.AddTicks((long)(span.StartNanoseconds / TimeSpan.NanosecondsPerTick)),
        TimeSpan.FromTicks((long)((span.EndNanoseconds - span.StartNanoseconds) / TimeSpan.NanosecondsPerTick)),
        span.Attributes.ToDictionary(attribute => attribute.Key, TextOf),
        [.. span.Links.Select(link => (Hex(link.TraceId), Hex(link.SpanId)))],
        span.Status?.Code == 2);

    private static IEnumerable<string> TextsOf(RepeatedField<KeyValue> attributes) => attributes.Select(TextOf);

    internal static string TextOf(KeyValue attribute) => attribute.Value.ValueCase switch
    {
        AnyValue.ValueOneofCase.Text => attribute.Value.Text,
        AnyValue.ValueOneofCase.Integer => $"{attribute.Value.Integer}",
        AnyValue.ValueOneofCase.Number => $"{attribute.Value.Number}",
        AnyValue.ValueOneofCase.Flag => $"{attribute.Value.Flag}",
        _ => "",
    };

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}
