namespace Lesion.Learning.Training.Recipe;

/// <summary>
/// Logistic regression on the frozen trunk's features of the plain images and of their views. Always the first phase: what
/// follows starts from its head, where that is a linear one, and is kept only where it is better.
/// </summary>
public sealed record ProbeRecipe : PhaseRecipe
{
    /// <summary>L2 penalties λ to choose from by cross-validation, tried from the strongest down.</summary>
    public IReadOnlyList<double> Penalties { get; init; } = [1, 0.3, 0.1, 0.03, 0.01];

    internal override void Check(Action<bool, string, string> require, string name) =>
        require(Penalties.Count > 0 && Penalties.All(penalty => penalty > 0), $"{name}.penalties", "are one or more, all above 0");
}
