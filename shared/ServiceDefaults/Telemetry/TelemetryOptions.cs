using System.ComponentModel.DataAnnotations;

namespace Lesion.ServiceDefaults.Telemetry;

/// <summary>
/// What a process tells of itself; section <c>Lesion:Telemetry</c>. Where it tells it is OpenTelemetry's own setting,
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.
/// </summary>
public sealed class TelemetryOptions
{
    public const string Section = "Lesion:Telemetry";

    /// <summary>Answer <c>GET /metrics</c> in the form of Prometheus. Default false.</summary>
    public bool Prometheus { get; set; }

    /// <summary>The share of traces that are recorded, each whole or not at all. Default 1: all.</summary>
    [Range(0.0, 1.0)]
    public double TraceRatio { get; set; } = 1;

    /// <summary>
    /// Send log entries with their whole text. Default false: what stood in for a file's name or any other text is left out, and
    /// is on the console alone.
    /// </summary>
    public bool FullLogs { get; set; }
}
