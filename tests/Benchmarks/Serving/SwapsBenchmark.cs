using System.Diagnostics;
using Lesion.Testing;

namespace Lesion.Benchmarks.Serving;

/// <summary>
/// What a hot swap costs whoever asks meanwhile: latency over HTTP without swaps, then with one after the other, on the same
/// server under the same clients; and its memory before and after. Every request sends a picture that it has not seen for long.
/// </summary>
internal sealed class SwapsBenchmark(FileInfo model, DirectoryInfo images, double seconds)
{
    private static readonly TimeSpan BetweenSwaps = TimeSpan.FromSeconds(1);

    /// <summary>Until as much memory is in use as two models at a time take.</summary>
    private const int FirstSwaps = 10;

    /// <summary>All sizes of batches are warm by then, and what that took is given back.</summary>
    private static readonly TimeSpan UntilRest = TimeSpan.FromSeconds(15);

    public async Task<int> RunAsync(int clients, int swaps, CancellationToken cancellationToken)
    {
        using var folder = await ServedFolder.CreateAsync(model, cancellationToken);
        var begun = Stopwatch.GetTimestamp();
        await using var server = await folder.ServeAsync(cancellationToken);
        Console.Write($"ready {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s after its start; ");
        await Task.Delay(UntilRest, cancellationToken);
        Console.WriteLine($"{Megabytes(server):0} MB at rest");

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = new AskingClients(server.Http, images);
        asked.Start(clients, stopping.Token);
        await asked.AnswersOfAsync(1, clients, cancellationToken);
        asked.Take();
        await Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken);
        Write("steady", asked.Take());
        await SwapAsync(folder, asked, 1, FirstSwaps, cancellationToken);
        var before = Megabytes(server);
        await SwapAsync(folder, asked, FirstSwaps + 1, swaps, cancellationToken);
        Write($"{swaps} swaps", asked.Take());
        var grown = (Megabytes(server) - before) / (swaps - FirstSwaps);
        Console.WriteLine($"memory {before:0} MB after {FirstSwaps} swaps, {Megabytes(server):0} MB after {swaps}: {grown:0.00} MB a swap");
        await stopping.CancelAsync();
        await asked.StoppedAsync();
        return 0;
    }

    private static async Task SwapAsync(ServedFolder folder, AskingClients asked, int first, int last, CancellationToken cancellationToken)
    {
        for (var swap = first; swap <= last; swap++)
        {
            var version = 1 + (swap % ServedFolder.Versions);
            await folder.PromoteAsync(version, cancellationToken);
            await asked.AnswersOfAsync(version, 1, cancellationToken);
            await Task.Delay(BetweenSwaps, cancellationToken);
        }
    }

    private static double Megabytes(ServiceProcess server)
    {
        using var process = Process.GetProcessById(server.Id);
        return process.WorkingSet64 / 1e6;
    }

    private static void Write(string phase, IReadOnlyList<double> latencies)
    {
        var sorted = latencies.Order().ToList();
        Console.WriteLine($"{phase,-10} {sorted.Count,6} answers, p50 {At(0.5):0} ms, p99 {At(0.99):0} ms, longest {At(1):0} ms");

        double At(double share) => sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
    }
}
