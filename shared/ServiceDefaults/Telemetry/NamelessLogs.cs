using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Lesion.ServiceDefaults.Telemetry;

/// <summary>
/// Takes out of a log entry what may be the name of a file, and so of a person: every text but a few names of ours, and what an
/// exception says. What is left is the sentence, its numbers, and the exception's type.
/// </summary>
internal sealed class NamelessLogs : BaseProcessor<LogRecord>
{
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "{OriginalFormat}", "Alias", "Check", "Sweep", "TrainingId",
    };

    public override void OnEnd(LogRecord data)
    {
        var attributes = (data.Attributes ?? []).Where(attribute => attribute.Value is ValueType || Kept.Contains(attribute.Key)).ToList();
        if (data.Exception is { } exception)
            attributes.Add(new("exception.type", exception.GetType().FullName));
        (data.Attributes, data.Exception) = (attributes, null);
    }
}
