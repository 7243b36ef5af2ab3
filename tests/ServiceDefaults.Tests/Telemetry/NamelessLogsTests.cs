using Lesion.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Lesion.ServiceDefaults.Tests.Telemetry;

public sealed partial class NamelessLogsTests
{
    [Fact]
    public void Of_an_entry_the_sentence_the_numbers_and_the_exceptions_type_are_left()
    {
        var kept = new Keeper();
        using (var factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(logs => logs.AddProcessor(new NamelessLogs()).AddProcessor(kept))))
        {
            LogFailed(factory.CreateLogger("test"), new InvalidOperationException("jane.jpg is damaged"), "benign/jane.jpg", 7, "inbox");
        }

        kept.Attributes.ShouldBe(
            new Dictionary<string, object?>
            {
                ["Bytes"] = 7,
                ["Sweep"] = "inbox",
                ["{OriginalFormat}"] = "'{Key}' ({Bytes} bytes) failed in {Sweep}.",
                ["exception.type"] = "System.InvalidOperationException",
            },
            ignoreOrder: true);
        kept.Exception.ShouldBeNull();
        kept.Body.ShouldBe("'{Key}' ({Bytes} bytes) failed in {Sweep}.");
    }

    [LoggerMessage(LogLevel.Error, "'{Key}' ({Bytes} bytes) failed in {Sweep}.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string key, int bytes, string sweep);

    private sealed class Keeper : BaseProcessor<LogRecord>
    {
        public Dictionary<string, object?> Attributes { get; private set; } = [];

        public Exception? Exception { get; private set; }

        public string? Body { get; private set; }

        public override void OnEnd(LogRecord data) =>
            (Attributes, Exception, Body) = (data.Attributes!.ToDictionary(), data.Exception, data.Body);
    }
}
