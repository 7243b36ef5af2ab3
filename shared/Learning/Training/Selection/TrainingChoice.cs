namespace Lesion.Learning.Training.Selection;

/// <summary>What cross-validation chose among the probe and what was trained from it.</summary>
/// <param name="Epochs">How many of each phase a training on all images takes.</param>
/// <param name="KeepsProbe">The probe was no worse, and is the model.</param>
/// <param name="Trained">The trained members' score on the folds kept out.</param>
/// <param name="Probe">The probe's on the same images; null where the recipe has none.</param>
internal sealed record TrainingChoice(IReadOnlyList<int> Epochs, bool KeepsProbe, Score Trained, Score? Probe);
