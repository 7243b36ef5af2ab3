using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lesion.Contracts;
using Lesion.ServiceDefaults.Telemetry;

namespace Lesion.Gateway;

/// <summary>What is measured of the registry, and the spans of what sweeps take up again.</summary>
internal sealed class GatewayTelemetry
{
    private static readonly ActivitySource Spans = new("Lesion.Gateway");

    private readonly Counter<long> _promotions;

    public GatewayTelemetry(IMeterFactory meters) => _promotions = meters.Create("Lesion.Gateway").CreateCounter<long>(
        "lesion.registry.promotions", "{promotion}", "Decisions about versions, by outcome: promoted, refused or rolledBack.");

    /// <summary>The span in which a dataset is frozen and a training handed to the workers.</summary>
    public static Activity? StartTraining(string trainingId) =>
        Spans.StartActivity("start training")?.SetTag("lesion.training.id", trainingId);

    /// <summary>The span in which a version is compared with the champion.</summary>
    public static Activity? StartWeighing(int version) =>
        Spans.StartActivity("weigh version")?.SetTag("lesion.model.version", version);

    /// <summary>A span of a sweep, in the trace that the object names which was found undone.</summary>
    public static Activity? StartHealing(string what, ActivityContext trace) => Spans.Continue($"heal {what}", trace);

    /// <summary>A decision that nobody had recorded before.</summary>
    public void RecordDecision(Promotion decision) => _promotions.Add(
        1,
        new KeyValuePair<string, object?>(
            "lesion.outcome", !decision.Promoted ? "refused" : decision.Version < decision.Previous ? "rolledBack" : "promoted"));
}
