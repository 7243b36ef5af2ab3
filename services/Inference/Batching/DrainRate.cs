namespace Lesion.Inference.Batching;

/// <summary>How fast the queue drains: a running mean of the time that a row takes.</summary>
/// <param name="instances">Threads that share the work.</param>
internal sealed class DrainRate(int instances)
{
    private const double Weight = 0.1;

    private double _secondsPerRow;

    /// <summary>Several threads may tell at once; a lost one of many does no harm.</summary>
    public void Record(int rows, TimeSpan compute)
    {
        var now = compute.TotalSeconds / rows;
        var mean = Volatile.Read(ref _secondsPerRow);
        Volatile.Write(ref _secondsPerRow, mean == 0 ? now : mean + (Weight * (now - mean)));
    }

    /// <summary>How long so many rows will take; zero before the first run.</summary>
    public TimeSpan Expect(int rows) => TimeSpan.FromSeconds(rows * Volatile.Read(ref _secondsPerRow) / instances);
}
