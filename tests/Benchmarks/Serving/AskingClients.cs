using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using Lesion.Contracts;
using Lesion.Storage;

namespace Lesion.Benchmarks.Serving;

/// <summary>Clients in a closed loop, each of which sends its next picture when it has its answer. An error for an answer ends the measurement.</summary>
internal sealed class AskingClients(HttpClient http, DirectoryInfo images)
{
    private readonly byte[][] _pictures =
        [.. images.EnumerateFiles("*.jpg", SearchOption.AllDirectories).Select(file => File.ReadAllBytes(file.FullName))];

    private readonly ConcurrentDictionary<int, int> _answers = new();
    private ConcurrentBag<double> _latencies = [];
    private Task _asking = Task.CompletedTask;
    private int _next;

    public void Start(int clients, CancellationToken cancellationToken) =>
        _asking = Task.WhenAll(Enumerable.Range(0, clients).Select(_ => AskAsync(cancellationToken)));

    /// <summary>Waits for the last answers, when they were cancelled.</summary>
    public Task StoppedAsync() => _asking;

    /// <summary>The milliseconds of all answers since it was last asked.</summary>
    public IReadOnlyList<double> Take() => [.. Interlocked.Exchange(ref _latencies, [])];

    /// <summary>Waits for so many more answers of a version.</summary>
    public async Task AnswersOfAsync(int version, int count, CancellationToken cancellationToken)
    {
        var before = _answers.GetValueOrDefault(version);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (_answers.GetValueOrDefault(version) < before + count)
        {
            if (_asking.IsFaulted)
                await _asking;
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var picture = new ByteArrayContent(_pictures[Interlocked.Increment(ref _next) % _pictures.Length]);
            var begun = Stopwatch.GetTimestamp();
            using var answer = await http.PostAsync("v1/classifications", picture, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
            var classification = await answer.Content.ReadFromJsonAsync<Classification>(LesionJson.Options, CancellationToken.None);
            _latencies.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            _answers.AddOrUpdate(classification!.Model.Version, 1, (_, count) => count + 1);
        }
    }
}
