namespace Lesion.Learning.Training.Probe;

/// <summary>The probe that cross-validation chose.</summary>
/// <param name="Penalties">Those tried, from the strongest down.</param>
/// <param name="Chosen">Place of the chosen one.</param>
internal sealed record ProbeChoice(IReadOnlyList<double> Penalties, int Chosen)
{
    public double Penalty => Penalties[Chosen];
}
