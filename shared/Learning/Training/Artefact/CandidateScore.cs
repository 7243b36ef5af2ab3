namespace Lesion.Learning.Training.Artefact;

/// <summary>A value that was tried, and its out-of-fold AUC.</summary>
public sealed record CandidateScore(double Value, double Auc);
