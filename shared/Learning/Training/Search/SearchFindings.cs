using System.Text.Json.Serialization;

namespace Lesion.Learning.Training.Search;

/// <summary>What the search has found so far.</summary>
internal sealed record SearchFindings
{
    public IReadOnlyList<RangePoint> Range { get; init; } = [];

    /// <summary>No number where the training ran away.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> RangeLosses => [.. Range.Select(point => point.Loss ?? double.NaN)];

    /// <summary>What the range test multiplies the recipe's rates by; 1 where there is none.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>The number of the best trial; null where there were none, or not yet.</summary>
    public int? Trial { get; init; }
}
