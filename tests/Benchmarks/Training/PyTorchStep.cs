using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Lesion.Benchmarks.Training;

/// <summary>The same step in PyTorch: a process that does so many steps whenever it is told a number.</summary>
internal sealed class PyTorchStep : IDisposable
{
    private readonly Process _process;

    private PyTorchStep(Process process) => _process = process;

    /// <summary>PyTorch's version.</summary>
    public string Version { get; private set; } = "";

    /// <param name="python">The interpreter.</param>
    /// <param name="file">What <see cref="FineTuningStep.Write"/> wrote.</param>
    /// <param name="threads">Of torch.</param>
    /// <param name="cancellationToken">Ends the wait for the process.</param>
    /// <exception cref="InvalidOperationException">It does not start; the message says why.</exception>
    public static async Task<PyTorchStep> StartAsync(string python, string file, int threads, CancellationToken cancellationToken)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "fine_tuning_step.py");
        var process = Process.Start(new ProcessStartInfo(python, [script, file, threads.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["OMP_WAIT_POLICY"] = "PASSIVE" }, // as Lesion sets it for itself
        })!;
        var step = new PyTorchStep(process);
        step.Version = await step.ReadLineAsync(cancellationToken);
        return step;
    }

    public async Task<Turn> RunAsync(int steps, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(steps.ToString(CultureInfo.InvariantCulture).AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return JsonSerializer.Deserialize<Turn>(await ReadLineAsync(cancellationToken), JsonSerializerOptions.Web)!;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken)
        ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} ended. It needs torch and numpy (Debian: python3-torch, python3-numpy).");
}
