namespace Lesion.Evaluation;

/// <summary>One point of a ROC curve: what deciding for the positive class at or above the threshold gives.</summary>
public readonly record struct RocPoint(double FalsePositiveRate, double Sensitivity, double Threshold);
