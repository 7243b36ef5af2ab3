using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Lesion.Gateway.Http;

/// <summary>Who promotes a version, and why; kept in the history.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PromotionOrder
{
    [Description("Who asks.")]
    public string By { get; init; } = "person";

    [Description("Why, for those who read the history.")]
    public string Reason { get; init; } = "Promoted by hand.";
}
