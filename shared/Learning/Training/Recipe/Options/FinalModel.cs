namespace Lesion.Learning.Training.Recipe.Options;

/// <summary>What becomes of the members of a cross-validation.</summary>
public enum FinalModel
{
    /// <summary>They only choose; one more training on all images, as chosen, gives the model.</summary>
    Refit,

    /// <summary>Their mean is the model.</summary>
    Ensemble,
}
