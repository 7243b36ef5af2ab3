namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>Numbers that lie beside each other and are treated alike in one go.</summary>
/// <param name="Rate">The learning rate before the schedule's factor.</param>
/// <param name="Vectors">Of weights of one dimension: biases, and the gains of norms.</param>
/// <param name="Weight">The one weight that it is a part of; null where it holds several.</param>
internal readonly record struct WeightSlice(long Start, long Length, double Rate, bool Vectors, int? Weight);
