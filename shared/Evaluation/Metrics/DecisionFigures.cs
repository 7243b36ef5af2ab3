namespace Lesion.Evaluation;

/// <param name="Sensitivities"><c>[K]</c>, of each class against the rest; 0 for a class without images.</param>
/// <param name="Specificities"><c>[K]</c>, likewise.</param>
/// <param name="BalancedAccuracy">The mean sensitivity of the classes that have images.</param>
internal readonly record struct DecisionFigures(
    double Accuracy, double BalancedAccuracy, double[] Sensitivities, double[] Specificities);
