using System.Text.Json.Serialization;

namespace Lesion.Gateway.Http;

/// <summary>A person's label.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LabelChange
{
    /// <summary>The label; null takes it back, so that the image is unlabelled.</summary>
    public string? Label { get; init; }
}
