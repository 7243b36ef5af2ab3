using System.Numerics;

namespace Lesion.Evaluation.Datasets;

/// <summary>Many words of 64 bits in the order of one quarter of them, so that those near to a word are found without a look at the others.</summary>
internal sealed class TwinBand
{
    /// <summary>The number of quarters of a word.</summary>
    public const int Quarters = 4;

    private const int Width = 16;

    private readonly int _shift;
    private readonly int _most;
    private readonly int[] _neighbours;
    private readonly int[] _starts = new int[(1 << Width) + 1];
    private readonly ulong[] _words;
    private readonly int[] _places;

    /// <param name="words">The words to be searched.</param>
    /// <param name="quarter">0 to 3.</param>
    /// <param name="most">The most bits in which words that are near differ.</param>
    public TwinBand(IReadOnlyList<ulong> words, int quarter, int most)
    {
        _shift = quarter * Width;
        _most = most;
        // Bits that differ fall on the four quarters: if on none of them fewer than allowed, there are too many.
        _neighbours = [.. Masks((most - quarter) / Quarters)];
        foreach (var word in words)
            _starts[Key(word) + 1]++;
        for (var key = 0; key < 1 << Width; key++)
            _starts[key + 1] += _starts[key];

        var next = _starts.ToArray();
        _words = new ulong[words.Count];
        _places = new int[words.Count];
        for (var place = 0; place < words.Count; place++)
        {
            var at = next[Key(words[place])]++;
            (_words[at], _places[at]) = (words[place], place);
        }
    }

    /// <summary>Adds the places of the words that are near to one in this quarter and altogether.</summary>
    public void AddNear(ulong word, List<int> places)
    {
        var key = Key(word);
        foreach (var mask in _neighbours)
        {
            for (var i = _starts[key ^ mask]; i < _starts[(key ^ mask) + 1]; i++)
            {
                if (BitOperations.PopCount(_words[i] ^ word) <= _most)
                    places.Add(_places[i]);
            }
        }
    }

    private int Key(ulong word) => (int)(word >> _shift) & ((1 << Width) - 1);

    /// <summary>All keys with at most so many bits set.</summary>
    private static IEnumerable<int> Masks(int bits) =>
        Enumerable.Range(0, 1 << Width).Where(mask => BitOperations.PopCount((uint)mask) <= bits);
}
