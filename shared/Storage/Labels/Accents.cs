using System.Collections.Frozen;
using System.Text;

namespace Lesion.Storage.Labels;

/// <summary>
/// Puts the accents of Latin letters together with them, as Unicode's form C does. macOS hands over names in which they are
/// apart, and the runtime's own normalisation does nothing in culture-invariant mode.
/// </summary>
internal static class Accents
{
    /// <summary>A mark, and after it letters, each followed by what it is with the mark.</summary>
    private static readonly string[] Compositions =
    [
        "\u0300aàeèiìoòuùnǹAÀEÈIÌOÒUÙNǸ",
        "\u0301aáeéiíoóuúyýcćnńsśzźrŕlĺAÁEÉIÍOÓUÚYÝCĆNŃSŚZŹRŔLĹ",
        "\u0302aâeêiîoôuûyŷcĉgĝhĥjĵsŝwŵAÂEÊIÎOÔUÛYŶCĈGĜHĤJĴSŜWŴ",
        "\u0303aãnñoõuũiĩAÃNÑOÕUŨIĨ",
        "\u0304aāeēiīoōuūAĀEĒIĪOŌUŪ",
        "\u0306aăeĕgğoŏuŭAĂEĔGĞOŎUŬ",
        "\u0307cċeėgġzżIİCĊEĖGĠZŻ",
        "\u0308aäeëiïoöuüyÿAÄEËIÏOÖUÜYŸ",
        "\u030AaåuůAÅUŮ",
        "\u030BoőuűOŐUŰ",
        "\u030CcčdďeěnňrřsštťzžCČDĎEĚNŇRŘSŠTŤZŽ",
        "\u0326sștțSȘTȚ",
        "\u0327cçsştţgģkķlļnņCÇSŞTŢGĢKĶLĻNŅ",
        "\u0328aąeęiįuųAĄEĘIĮUŲ",
    ];

    private static readonly FrozenDictionary<(char Letter, char Mark), char> Composed = Compositions
        .SelectMany(row => row[1..].Chunk(2).Select(pair => (Key: (pair[0], row[0]), Value: pair[1])))
        .ToFrozenDictionary(pair => pair.Key, pair => pair.Value);

    public static string Compose(string text)
    {
        if (!text.Any(c => IsLatinMark(new Rune(char.IsSurrogate(c) ? 'x' : c))))
            return text;

        var composed = new StringBuilder(text.Length);
        foreach (var next in text)
        {
            if (composed.Length > 0 && Composed.TryGetValue((composed[^1], next), out var both))
                composed[^1] = both;
            else
                composed.Append(next);
        }

        return composed.ToString();
    }

    /// <summary>Combining diacritical marks, U+0300 to U+036F.</summary>
    public static bool IsLatinMark(Rune rune) => rune.Value is >= 0x300 and <= 0x36F;
}
