using System.Text.Json.Serialization;
using Lesion.Learning.Networks;

namespace Lesion.Learning.Training.Recipe;

/// <summary>A further pretrained trunk, whose features are put beside those of the first.</summary>
public sealed record CompanionRecipe
{
    /// <summary>The pretrained weights, by name or file.</summary>
    public required string Weights { get; init; }

    /// <summary>The network, where the weights do not imply it; null (the default) takes theirs.</summary>
    public string? Network { get; init; }

    /// <summary>The stages whose output is pooled; <c>top</c> is the topmost; null (the default) takes two that suit the network.</summary>
    public IReadOnlyList<string>? Taps { get; init; }

    /// <summary>Train without it where its weights cannot be had. Default: no. A plan has those that it trains with.</summary>
    public bool Optional { get; init; }

    [JsonIgnore]
    internal TrunkPlan Trunk => new(Weights, Network, Taps);
}
