using System.Diagnostics;

namespace Lesion.Testing;

/// <summary>
/// One instance of a service as a process of its own, on a port that it keeps when it is killed and started again.
/// </summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ProcessStartInfo _start;
    private readonly ProcessLog _log = new();
    private Process? _process;

    /// <param name="settings">Environment variables.</param>
    public ServiceProcess(Service service, IReadOnlyDictionary<string, string> settings)
    {
        Service = service;
        var address = new Uri($"http://127.0.0.1:{LoopbackPorts.Next()}");
        Http = new HttpClient { BaseAddress = address };
        _start = new ProcessStartInfo("dotnet", ["exec", BuiltServices.Program(service)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(), // a folder without settings of its own
        };
        foreach (var (name, value) in settings)
            _start.Environment[name] = value;
        _start.Environment["ASPNETCORE_URLS"] = address.ToString();
    }

    public Service Service { get; }

    /// <summary>Asks this instance; its address is the base address.</summary>
    public HttpClient Http { get; }

    /// <summary>The process's number; another after it was started anew.</summary>
    public int Id => Running.Id;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>What it wrote, over all its lives.</summary>
    public string Log => _log.ToString();

    private Process Running => _process is { HasExited: false }
        ? _process
        : throw new InvalidOperationException($"{Service} does not run.\n{Log}");

    /// <summary>Starts the process, for the first time or anew; does not wait until it can work.</summary>
    public void Start()
    {
        if (IsRunning)
            throw new InvalidOperationException($"{Service} runs already.");
        _process?.Dispose();
        _process = new Process { StartInfo = _start };
        _process.OutputDataReceived += (_, line) => _log.Append(line.Data);
        _process.ErrorDataReceived += (_, line) => _log.Append(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until <c>/health/ready</c> says that it can work.</summary>
    /// <exception cref="InvalidOperationException">The process ended; the message holds its log.</exception>
    /// <exception cref="TimeoutException">It is not ready after two minutes; the message says which check fails.</exception>
    public async Task ReadyAsync(CancellationToken cancellationToken = default)
    {
        using var timer = new PeriodicTimer(Between);
        var last = "It has not answered.";
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Between)
        {
            if (!IsRunning)
                throw new InvalidOperationException($"{Service} ended before it was ready.\n{Log}");
            try
            {
                using var answer = await Http.GetAsync("health/ready", cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
                last = await answer.Content.ReadAsStringAsync(cancellationToken);
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        throw new TimeoutException($"{Service} does not become ready. {last}\n{Log}");
    }

    /// <summary>SIGKILL: nothing in the process gets to say goodbye.</summary>
    public async Task KillAsync()
    {
        Running.Kill();
        await _process!.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>SIGTERM, as an orchestrator ends it; returns when it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync(CancellationToken cancellationToken = default)
    {
        UnixSignal.Send(Running, UnixSignal.Terminate);
        await _process!.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>SIGSTOP: it holds all that it has, its connections among it, and does nothing.</summary>
    public void Freeze() => UnixSignal.Send(Running, UnixSignal.Stop);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => UnixSignal.Send(Running, UnixSignal.Continue);

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            await KillAsync();
        _process?.Dispose();
        Http.Dispose();
    }
}
