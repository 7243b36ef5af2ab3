namespace Lesion.Learning.Training.Search;

/// <summary>One step of the range test.</summary>
/// <param name="Factor">On the recipe's rates.</param>
/// <param name="Loss">Of the batch, before the step; null where it was no number.</param>
internal sealed record RangePoint(double Factor, double? Loss);
