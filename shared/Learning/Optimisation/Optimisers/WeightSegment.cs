namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>Weights that lie beside each other and are treated alike.</summary>
/// <param name="Vectors">They have one dimension: biases, and the gains of norms.</param>
internal readonly record struct WeightSegment(long Start, long Length, double Rate, bool Vectors);
