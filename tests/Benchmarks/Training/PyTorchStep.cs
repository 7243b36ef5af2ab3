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
    /// <exception cref="InvalidOperationException">It does not start; the message says why.</exception>
    public static PyTorchStep Start(string python, string file, int threads)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "fine_tuning_step.py");
        var process = Process.Start(new ProcessStartInfo(python, [script, file, threads.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["GOMP_SPINCOUNT"] = "5000" }, // as Lesion sets it for itself; it makes PyTorch faster, too
        })!;
        var step = new PyTorchStep(process);
        step.Version = step.ReadLine();
        return step;
    }

    public Turn Run(int steps)
    {
        _process.StandardInput.WriteLine(steps.ToString(CultureInfo.InvariantCulture));
        _process.StandardInput.Flush();
        return JsonSerializer.Deserialize<Turn>(ReadLine(), JsonSerializerOptions.Web)!;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private string ReadLine() => _process.StandardOutput.ReadLine()
        ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} ended. It needs torch and numpy (Debian: python3-torch, python3-numpy).");
}
