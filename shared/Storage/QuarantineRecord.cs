using System.Globalization;

namespace Lesion.Storage;

/// <summary>
/// Why a file lies in the quarantine, as the user metadata of the object says it, so that what a lost
/// <c>ImageRejected</c> said can be read from the store.
/// </summary>
/// <param name="DropKey">The key in the inbox.</param>
/// <param name="Reason">A code, such as <c>notAnImage</c>.</param>
/// <param name="Message">What is wrong with which file and what to do.</param>
/// <param name="RejectedAt">When it was refused.</param>
/// <param name="ImageId">The image's id where it had been stored before it was found to be broken.</param>
public sealed record QuarantineRecord(
    string DropKey, string Reason, string Message, DateTimeOffset RejectedAt, string? ImageId = null)
{
    private const int LongestName = 100;

    // Together below the 2 KiB that S3 allows, the names included.
    private const int LongestKeyEncoded = 1000;
    private const int LongestMessageEncoded = 800;

    /// <summary>Where a refused file goes: under an id of the drop, by its own name as far as that is harmless.</summary>
    public static string KeyFor(string dropId, string dropKey)
    {
        var name = dropKey[(dropKey.LastIndexOfAny(['/', '\\']) + 1)..];
        var safe = string.Concat(name.TakeLast(LongestName).Select(letter =>
            char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_')).TrimStart('.');
        return Keys.Quarantined(dropId, safe.Length == 0 ? "file" : safe);
    }

    /// <summary>As user metadata, percent-encoded where it may not be ASCII, and shortened where it would not fit.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata()
    {
        var metadata = new Dictionary<string, string>
        {
            [ObjectMetadata.DropKey] = Encode(DropKey, LongestKeyEncoded),
            [ObjectMetadata.Reason] = Reason,
            [ObjectMetadata.Message] = Encode(Message, LongestMessageEncoded),
            [ObjectMetadata.RejectedAt] = RejectedAt.ToString("O", CultureInfo.InvariantCulture),
        };
        if (ImageId is not null)
        {
            metadata[ObjectMetadata.ImageId] = ImageId;
        }

        return metadata;
    }

    /// <summary>Reads what <see cref="ToMetadata"/> wrote; null where the object carries no reason.</summary>
    public static QuarantineRecord? FromMetadata(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(ObjectMetadata.DropKey, out var dropKey)
        && metadata.TryGetValue(ObjectMetadata.Reason, out var reason)
        && metadata.TryGetValue(ObjectMetadata.Message, out var message)
        && DateTimeOffset.TryParseExact(
            metadata.GetValueOrDefault(ObjectMetadata.RejectedAt),
            "O",
            CultureInfo.InvariantCulture,
            DateTimeStyles.RoundtripKind,
            out var rejectedAt)
            ? new QuarantineRecord(
                Uri.UnescapeDataString(dropKey),
                reason,
                Uri.UnescapeDataString(message),
                rejectedAt,
                metadata.GetValueOrDefault(ObjectMetadata.ImageId))
            : null;

    private static string Encode(string text, int longest)
    {
        var encoded = Uri.EscapeDataString(text);
        while (encoded.Length > longest)
        {
            // A share of the text at a time, never half of a surrogate pair.
            var keep = Math.Min(text.Length - 1, text.Length * longest / encoded.Length);
            text = text[..(keep > 0 && char.IsHighSurrogate(text[keep - 1]) ? keep - 1 : keep)];
            encoded = Uri.EscapeDataString(text);
        }

        return encoded;
    }
}
