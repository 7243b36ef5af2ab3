using Lesion.Evaluation;

namespace Lesion.Learning.Training.Probe;

/// <summary>The probe that cross-validation chose.</summary>
/// <param name="Penalties">Those tried.</param>
/// <param name="Aucs">The out-of-fold AUC of each.</param>
/// <param name="Chosen">Place in both.</param>
/// <param name="Head">Fitted on all training images with the chosen penalty.</param>
internal sealed record ProbeChoice(
    IReadOnlyList<double> Penalties, IReadOnlyList<double> Aucs, int Chosen, LogisticModel Head)
{
    public double Penalty => Penalties[Chosen];

    public double Auc => Aucs[Chosen];
}
