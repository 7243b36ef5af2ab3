namespace Lesion.Learning.Training.Planning;

/// <summary>What one short training of the search tries.</summary>
/// <param name="Rate">A factor on the recipe's rates, beside what the range test found.</param>
internal sealed record Trial(int BatchSize, double Rate)
{
    public override string ToString() => $"batches of {BatchSize}, rates × {Rate:g3}";
}
