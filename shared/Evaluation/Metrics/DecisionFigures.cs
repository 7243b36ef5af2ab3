namespace Lesion.Evaluation;

internal readonly record struct DecisionFigures(
    double Accuracy, double BalancedAccuracy, double Sensitivity, double Specificity);
