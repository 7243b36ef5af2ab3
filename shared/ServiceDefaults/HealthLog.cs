using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Lesion.ServiceDefaults;

/// <summary>Says in one line that a server is away, and in one that it is back, however often the process asks meanwhile.</summary>
internal sealed partial class HealthLog(ILogger<HealthLog> logger) : IHealthCheckPublisher
{
    private readonly ConcurrentDictionary<string, HealthStatus> _statuses = [];

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var (check, entry) in report.Entries)
        {
            var before = _statuses.GetValueOrDefault(check, HealthStatus.Healthy);
            _statuses[check] = entry.Status;
            if (entry.Status == before)
                continue;
            if (entry.Status == HealthStatus.Healthy)
                LogHealthy(logger, check);
            else
                LogNotHealthy(logger, check, entry.Status, entry.Description ?? entry.Exception?.Message);
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "'{Check}' is healthy again.")]
    private static partial void LogHealthy(ILogger logger, string check);

    [LoggerMessage(LogLevel.Warning, "'{Check}' is {Status}: {Reason}")]
    private static partial void LogNotHealthy(ILogger logger, string check, HealthStatus status, string? reason);
}
