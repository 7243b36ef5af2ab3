using Lesion.Learning.Training.Recipe.Options;

namespace Lesion.Learning.Training.Recipe;

/// <summary>How what phases train is judged: on folds of the training images, each kept out of one member's training.</summary>
public sealed record CrossValidationRecipe
{
    /// <summary>Default: refit.</summary>
    public FinalModel Final { get; init; }

    /// <summary>How many of the folds are kept out in turn; null takes all. Default 2.</summary>
    public int? Folds { get; init; } = 2;

    /// <summary>What penalties, epochs, trials, and whether to keep the probe are chosen by. Default: the AUC.</summary>
    public Measure Measure { get; init; }

    internal void Check(Action<bool, string, string> require) =>
        require(Folds is null or >= 1, "crossValidation.folds", "is at least 1, or null for all");
}
