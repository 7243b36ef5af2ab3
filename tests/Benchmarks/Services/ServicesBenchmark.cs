using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Lesion.Storage;
using Lesion.Testing;

namespace Lesion.Benchmarks.Services;

/// <summary>
/// The deployed system on real servers: from drop to prepared with one and with two processes of Preprocessing, in turns
/// within one run; the latency of one drop at rest; messages a second; what each service keeps in memory.
/// </summary>
internal sealed class ServicesBenchmark : IAsyncDisposable
{
    private const int Droppers = 8;

    /// <summary>The broker tells its counts every five seconds.</summary>
    private static readonly TimeSpan BrokerCounts = TimeSpan.FromSeconds(7);

    /// <summary>Until a process that has just started does nothing any more.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DeployedSystem _system;
    private readonly PreparedWatch _watch;
    private int _painted;

    private ServicesBenchmark(DeployedSystem system, PreparedWatch watch) => (_system, _watch) = (system, watch);

    /// <param name="drops">Pictures dropped in one turn.</param>
    /// <param name="turns">Turns with one process and with two.</param>
    /// <param name="singles">Pictures dropped one by one, for the latency.</param>
    /// <param name="json">Where the figures go as well.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(int drops, int turns, int singles, FileInfo? json, CancellationToken cancellationToken)
    {
        if (Enum.GetValues<RealServer>().Select(RealServers.WhyNot).FirstOrDefault(reason => reason is not null) is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return 1;
        }

        await using var system = await DeployedSystem.CreateAsync(cancellationToken: cancellationToken);
        await system.StartAsync(Enum.GetValues<Service>(), cancellationToken);
        await using var benchmark = new ServicesBenchmark(system, await PreparedWatch.StartAsync(system.Broker.Bus));
        var figures = await benchmark.MeasureAsync(drops, turns, singles, cancellationToken);
        figures.Print(Console.Out);
        if (json is not null)
            await File.WriteAllBytesAsync(json.FullName, JsonSerializer.SerializeToUtf8Bytes(figures, LesionJson.Options), cancellationToken);
        return 0;
    }

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    private async Task<ServicesFigures> MeasureAsync(int drops, int turns, int singles, CancellationToken cancellationToken)
    {
        await Task.Delay(Calm, cancellationToken);
        var atRest = Memory();
        await DropAllAsync(drops, cancellationToken); // which compiles what is run
        var latencies = await DropSinglyAsync(singles, cancellationToken);
        List<double> withOne = [], withTwo = [];
        var processor = Enum.GetValues<Service>().ToDictionary(service => service.ToString(), _ => 0.0);
        var before = await MessagesAsync(cancellationToken);
        for (var turn = 0; turn < turns; turn++)
        {
            var (begun, taken) = (ProcessorMs(), await DropAllAsync(drops, cancellationToken));
            foreach (var (service, until) in ProcessorMs())
                processor[service] += (until - begun[service]) / (turns * drops);
            withOne.Add(drops / taken.TotalSeconds);
            var second = _system.Add(Service.Preprocessing);
            second.Start();
            await second.ReadyAsync(cancellationToken);
            withTwo.Add(drops / (await DropAllAsync(drops, cancellationToken)).TotalSeconds);
            await second.EndAsync(cancellationToken);
        }

        var messages = await MessagesAsync(cancellationToken) - before;
        return new ServicesFigures
        {
            Drops = drops,
            ImagesASecondWithOne = withOne,
            ImagesASecondWithTwo = withTwo,
            ProcessorMsADrop = processor,
            LatenciesInMs = latencies,
            MessagesADrop = messages / (double)(2 * turns * drops),
            MegabytesAtRest = atRest,
            MegabytesUnderLoad = Memory(),
        };
    }

    /// <summary>From the first put to word of the last prepared image.</summary>
    private async Task<TimeSpan> DropAllAsync(int drops, CancellationToken cancellationToken)
    {
        var pictures = Enumerable.Range(_painted, drops).AsParallel().AsOrdered()
            .Select(seed => (Key: $"benign/{seed:000000}.jpg", Bytes: Photographs.Paint(seed))).ToList();
        _painted += drops;
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            pictures,
            new ParallelOptions { MaxDegreeOfParallelism = Droppers, CancellationToken = cancellationToken },
            async (picture, token) =>
                await _system.Store.PutBytesAsync(Buckets.Inbox, picture.Key, picture.Bytes, new PutOptions(), token));
        var prepared = await Task.WhenAll(pictures.Select(picture => _watch.PreparedAsync(ImageId(picture.Bytes))))
            .WaitAsync(Patience, cancellationToken);
        return Stopwatch.GetElapsedTime(begun, prepared.Max());
    }

    /// <summary>By <c>POST /v1/images</c>, each when the one before is prepared.</summary>
    private async Task<List<double>> DropSinglyAsync(int drops, CancellationToken cancellationToken)
    {
        var latencies = new List<double>();
        for (var drop = 0; drop < drops; drop++)
        {
            var picture = Photographs.Paint(_painted++);
            using var content = new ByteArrayContent(picture);
            var begun = Stopwatch.GetTimestamp();
            using var answer = await _system.Gateway.Http.PostAsync("/v1/images?label=benign", content, cancellationToken);
            answer.EnsureSuccessStatusCode();
            var prepared = await _watch.PreparedAsync(ImageId(picture)).WaitAsync(Patience, cancellationToken);
            latencies.Add(Stopwatch.GetElapsedTime(begun, prepared).TotalMilliseconds);
        }

        return latencies;
    }

    /// <summary>Messages that consumers have taken until now.</summary>
    private async Task<long> MessagesAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(BrokerCounts, cancellationToken);
        var host = await _system.Broker.GetAsync($"vhosts/{_system.Broker.Name}", cancellationToken);
        return host.GetProperty("message_stats").GetProperty("deliver_get").GetInt64();
    }

    /// <summary>Resident memory of the first instance of each service.</summary>
    private Dictionary<string, double> Memory() => OfEach(process => process.WorkingSet64 / 1e6);

    /// <summary>Processor time of the first instance of each service since it started.</summary>
    private Dictionary<string, double> ProcessorMs() => OfEach(process => process.TotalProcessorTime.TotalMilliseconds);

    private Dictionary<string, double> OfEach(Func<Process, double> measure) =>
        Enum.GetValues<Service>().ToDictionary(service => service.ToString(), service =>
        {
            using var process = Process.GetProcessById(_system.Of(service).First().Id);
            return measure(process);
        });

    private static string ImageId(byte[] picture) => Convert.ToHexStringLower(SHA256.HashData(picture));
}
