using Lesion.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lesion.ServiceDefaults;

/// <summary>Says which check fails and why, in JSON.</summary>
internal static class HealthReportWriter
{
    public static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new
            {
                report.Status,
                Checks = report.Entries.ToDictionary(
                    entry => entry.Key,
                    entry => new { entry.Value.Status, Description = entry.Value.Description ?? entry.Value.Exception?.Message }),
            },
            LesionJson.Options,
            context.RequestAborted);
}
