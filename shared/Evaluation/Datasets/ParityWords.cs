using Lesion.Imaging;

namespace Lesion.Evaluation.Datasets;

/// <summary>
/// The bits of a perceptual hash in four words of 64, by whether their frequency is even or odd across and down: bit 0 of a
/// word's number says odd across, bit 1 odd down. Mirroring a picture leaves each word as it is, or turns all its bits over;
/// word 0 always stays.
/// </summary>
internal readonly record struct ParityWords(ulong Even, ulong OddAcross, ulong OddDown, ulong Odd)
{
    public const int Count = 4;

    private const int Side = 16;

    public ulong this[int number] => number switch { 0 => Even, 1 => OddAcross, 2 => OddDown, _ => Odd };

    public static ParityWords Of(PerceptualHash hash)
    {
        Span<ulong> words = [0, 0, 0, 0];
        for (var bit = 0; bit < PerceptualHash.Bits; bit++)
        {
            var (down, across) = (bit / Side, bit % Side);
            var place = ((down / 2) * (Side / 2)) + (across / 2);
            if (hash.IsSet(bit))
                words[((down % 2) * 2) + (across % 2)] |= 1UL << Spread(place);
        }

        return new(words[0], words[1], words[2], words[3]);
    }

    /// <summary>
    /// Deals neighbouring frequencies out to the four quarters of a word: those of low frequencies are alike in most
    /// photographs of one kind, and would make one quarter say little.
    /// </summary>
    private static int Spread(int place) => (place % 4 * 16) + (place / 4);
}
