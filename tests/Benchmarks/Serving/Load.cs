using System.Globalization;
using System.Text.Json;
using Lesion.Testing;

namespace Lesion.Benchmarks.Serving;

/// <summary>What <c>lesion bench</c>, a process of its own, found of a server.</summary>
/// <param name="Throughput">Answers a second.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
internal sealed record Load(double Throughput, double P50, double P99)
{
    public static async Task<Load> OnAsync(Uri server, DirectoryInfo images, int clients, double seconds, CancellationToken cancellationToken)
    {
        var json = Path.GetTempFileName();
        try
        {
            await CommandLine.RunAsync(
                [
                    "bench", "--server", server.ToString(), "--images", images.FullName, "--json", json,
                    "--concurrency", $"{clients}", "--seconds", seconds.ToString(CultureInfo.InvariantCulture), "--warm-up", "10", // the server's own warming and compiling go on for some seconds
                ],
                cancellationToken: cancellationToken);
            var figures = JsonElement.Parse(await File.ReadAllTextAsync(json, cancellationToken));
            var latency = figures.GetProperty("latencyMs");
            return new Load(
                figures.GetProperty("throughput").GetDouble(), latency.GetProperty("p50").GetDouble(), latency.GetProperty("p99").GetDouble());
        }
        finally
        {
            File.Delete(json);
        }
    }
}
