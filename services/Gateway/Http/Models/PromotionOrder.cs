using System.Text.Json.Serialization;

namespace Lesion.Gateway.Http;

/// <summary>Who promotes a version, and why; kept in the history.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PromotionOrder
{
    /// <summary>Who asks.</summary>
    public string By { get; init; } = "person";

    /// <summary>Why, for those who read the history.</summary>
    public string Reason { get; init; } = "Promoted by hand.";
}
