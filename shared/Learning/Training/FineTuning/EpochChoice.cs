namespace Lesion.Learning.Training.FineTuning;

/// <summary>How many epochs of fine-tuning cross-validation chose, on the folds it was tried on.</summary>
/// <param name="ProbeAuc">The probe's out-of-fold AUC on the same images.</param>
/// <param name="Aucs">The out-of-fold AUC after each epoch.</param>
/// <param name="Epochs">0 keeps the probe, because no epoch was better.</param>
internal sealed record EpochChoice(double ProbeAuc, IReadOnlyList<double> Aucs, int Epochs);
