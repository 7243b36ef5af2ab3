namespace Lesion.Learning.Training.Recipe;

/// <summary>Logistic regression on the frozen trunk's features.</summary>
public sealed record ProbeRecipe
{
    /// <summary>L2 penalties λ to choose from by cross-validation, tried from the strongest down.</summary>
    public IReadOnlyList<double> Penalties { get; init; } = [1, 0.3, 0.1, 0.03, 0.01];
}
