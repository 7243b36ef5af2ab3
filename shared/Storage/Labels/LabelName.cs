using System.Globalization;
using System.Text;

namespace Lesion.Storage.Labels;

/// <summary>The one spelling of a label, whether a folder, a sheet or a person gives it.</summary>
public static class LabelName
{
    private const int Longest = 64;

    /// <summary>
    /// Trims, puts accents and their letters together, and lower-cases. A label has 1 to 64 letters, digits, spaces and
    /// <c>. _ -</c>, with at least one letter or digit.
    /// </summary>
    /// <exception cref="InvalidLabelException">The text is no label.</exception>
    public static string Normalise(string text)
    {
        var label = Accents.Compose(text.Trim()).ToLowerInvariant();
        if (FaultOf(label) is { } fault)
        {
            throw new InvalidLabelException(
                $"'{Shorten(text)}' is no label: {fault}. A label has 1 to {Longest} letters, digits, spaces and '.', '_', '-'.");
        }

        return label;
    }

    private static string? FaultOf(string label)
    {
        if (label.Length == 0)
            return "it is empty";
        if (label.Length > Longest)
            return $"it has {label.Length} characters";
        if (label.EnumerateRunes().FirstOrDefault(rune => !IsAllowed(rune)) is { Value: not 0 } strange)
            return $"it has the character '{Show(strange)}'";
        return label.EnumerateRunes().Any(Rune.IsLetterOrDigit) ? null : "it has no letter or digit";
    }

    /// <summary>Marks belong to the letters of many scripts; on a Latin letter, one that is left had no composed form.</summary>
    private static bool IsAllowed(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || rune.Value is ' ' or '.' or '_' or '-'
        || (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            && !Accents.IsLatinMark(rune));

    private static string Show(Rune rune) =>
        Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark
            ? $"U+{rune.Value:X4}"
            : rune.ToString();

    private static string Shorten(string text) => text.Length <= Longest ? text : $"{text[..Longest]}…";
}
