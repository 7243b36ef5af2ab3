namespace Lesion.Benchmarks.Serving;

/// <summary>A way to set up FastAPI and PyTorch.</summary>
/// <param name="Threads">Of torch.</param>
/// <param name="Workers">Requests that are computed at a time.</param>
/// <param name="Batch">The most pictures that are computed together.</param>
internal sealed record PeerSetup(int Threads, int Workers, int Batch)
{
    /// <summary>What one would try: all threads for one request, a thread for each of several, and batches.</summary>
    public static IReadOnlyList<PeerSetup> All { get; } =
    [
        new(Environment.ProcessorCount, Workers: 1, Batch: 1),
        new(Threads: 1, Environment.ProcessorCount, Batch: 1),
        new(Environment.ProcessorCount, Workers: 1, Batch: 4),
        new(Environment.ProcessorCount, Workers: 1, Batch: 8),
    ];

    public override string ToString() => Batch > 1
        ? $"{Threads} threads, batches of {Batch}"
        : $"{Threads} thread(s), {Workers} request(s) at a time";
}
