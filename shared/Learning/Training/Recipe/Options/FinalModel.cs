namespace Lesion.Learning.Training.Recipe.Options;

/// <summary>What becomes of the members of a cross-validation.</summary>
public enum FinalModel
{
    /// <summary>They only choose; one more training on all images, as chosen, gives the model.</summary>
    Refit,

    /// <summary>The mean of their answers is the model's.</summary>
    Ensemble,

    /// <summary>
    /// The mean of their weights is the model: as quick as one network (Wortsman et al., "Model soups", ICML 2022). It is judged
    /// by the members' answers to what each was not trained on.
    /// </summary>
    Soup,
}
