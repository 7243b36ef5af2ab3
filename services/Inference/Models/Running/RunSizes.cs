namespace Lesion.Inference;

/// <summary>
/// The numbers of rows that a run is padded to: the powers of two below the largest, and the largest; and which of them were
/// run before, so that no other need be warmed first.
/// </summary>
internal sealed class RunSizes
{
    private readonly int[] _sizes;
    private readonly bool[] _warm;

    public RunSizes(int largest)
    {
        var sizes = new List<int>();
        for (var size = 1; size < largest; size *= 2)
        {
            sizes.Add(size);
        }

        _sizes = [.. sizes, largest];
        _warm = new bool[_sizes.Length];
    }

    /// <summary>Ascending.</summary>
    public IReadOnlyList<int> All => _sizes;

    public int Largest => _sizes[^1];

    /// <summary>0 where none is.</summary>
    public int LargestWarm
    {
        get
        {
            var index = Array.LastIndexOf(_warm, true);
            return index < 0 ? 0 : _sizes[index];
        }
    }

    /// <summary>The smallest that was never run; null where all were.</summary>
    public int? Cold()
    {
        var index = Array.IndexOf(_warm, false);
        return index < 0 ? null : _sizes[index];
    }

    /// <summary>The smallest that holds so many rows.</summary>
    public int Holding(int rows)
    {
        if (rows < 1 || rows > Largest)
        {
            throw new ArgumentException($"A run holds 1 to {Largest} rows, not {rows}.", nameof(rows));
        }

        return Array.Find(_sizes, size => size >= rows);
    }

    public void SetWarm(int size) => _warm[Array.IndexOf(_sizes, size)] = true;
}
