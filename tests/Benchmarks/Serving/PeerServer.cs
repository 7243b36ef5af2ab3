using System.Diagnostics;
using System.Globalization;

namespace Lesion.Benchmarks.Serving;

/// <summary><c>peers/server.py</c> as a process: FastAPI and PyTorch, in one of the ways in which they can be set up.</summary>
internal sealed class PeerServer : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private PeerServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <exception cref="InvalidOperationException">It ends before it answers.</exception>
    public static async Task<PeerServer> StartAsync(FileInfo python, FileInfo model, Uri address, PeerSetup setup, CancellationToken cancellationToken)
    {
        int[] numbers = [address.Port, setup.Threads, setup.Workers, setup.Batch];
        var script = Path.Combine(AppContext.BaseDirectory, "peers", "server.py");
        var process = Process.Start(new ProcessStartInfo(
            python.FullName,
            [script, model.FullName, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))]))!;
        var server = new PeerServer(process, address);
        using var http = new HttpClient { BaseAddress = address };
        using var timer = new PeriodicTimer(Between);
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Between)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            if (process.HasExited)
                throw new InvalidOperationException($"{script} ended; it says above what it lacks.");
            try
            {
                using var answer = await http.GetAsync("health/ready", cancellationToken);
                return server;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        await server.DisposeAsync();
        throw new TimeoutException($"{script} does not answer.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
