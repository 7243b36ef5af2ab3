using System.Collections.Concurrent;
using System.Diagnostics;

namespace Lesion.Standalone.Bench;

/// <summary>
/// Load by a fixed number of clients, each of which asks again as soon as it was answered: what is in flight is bounded by
/// their number, and a slower server is asked less. So it finds what a server can do; what happens to visitors who come at
/// a rate of their own it does not show.
/// </summary>
internal static class ClosedLoop
{
    /// <param name="ask">Sends the request of a number, and gives null, or what was wrong with the answer.</param>
    /// <param name="concurrency">Clients.</param>
    /// <param name="warmUp">Before anything counts.</param>
    /// <param name="duration">In which what is answered counts, whenever it was asked.</param>
    /// <param name="progress">Is told how long it has been going on, by one client at a time.</param>
    public static async Task<LoadFigures> RunAsync(
        Func<int, CancellationToken, Task<string?>> ask,
        int concurrency,
        TimeSpan warmUp,
        TimeSpan duration,
        Action<TimeSpan> progress,
        CancellationToken cancellationToken)
    {
        var (latencies, failures) = (new ConcurrentBag<double>(), new ConcurrentDictionary<string, int>());
        var (next, begun) = (-1, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(client => Task.Run(() => AskOnAsync(client), cancellationToken)));
        return LoadFigures.Of(concurrency, duration, latencies, failures);

        async Task AskOnAsync(int client)
        {
            while (Stopwatch.GetElapsedTime(begun) is var asked && asked < warmUp + duration)
            {
                var problem = await ask(Interlocked.Increment(ref next), cancellationToken);
                var answered = Stopwatch.GetElapsedTime(begun);
                if (client == 0)
                {
                    progress(answered);
                }

                if (answered < warmUp || answered > warmUp + duration)
                {
                    continue;
                }

                if (problem is null)
                {
                    latencies.Add((answered - asked).TotalMilliseconds);
                }
                else
                {
                    failures.AddOrUpdate(problem, 1, (_, count) => count + 1);
                }
            }
        }
    }
}
