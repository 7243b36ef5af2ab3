using System.Text.Json.Serialization;
using Lesion.Gateway.Promotions;

namespace Lesion.Gateway.Http;

/// <summary>Which alias a version gets, who gives it, and why; kept in the history.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PromotionOrder
{
    /// <summary><c>champion</c> (default), or <c>challenger</c>, which is shown a share of the images beside the champion.</summary>
    public string Alias { get; init; } = Promoter.Champion;

    /// <summary>Who asks.</summary>
    public string By { get; init; } = "person";

    /// <summary>Why, for those who read the history.</summary>
    public string Reason { get; init; } = "Promoted by hand.";
}
