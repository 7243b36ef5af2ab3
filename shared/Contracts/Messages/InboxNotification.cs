using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lesion.Contracts;

/// <summary>
/// What an S3 store publishes of its buckets, in the form of S3's own events. A hint like <see cref="InboxObjectDropped"/>;
/// stores add keys of their own, which nobody here reads.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record InboxNotification
{
    /// <summary>One for each object, as the store writes it.</summary>
    [JsonPropertyName("Records")]
    public required IReadOnlyList<JsonElement> Records { get; init; }
}
