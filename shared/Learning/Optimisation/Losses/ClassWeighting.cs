namespace Lesion.Learning.Optimisation.Losses;

/// <summary>How much an image of each class counts in the loss.</summary>
public enum ClassWeighting
{
    /// <summary>Every image the same.</summary>
    None,

    /// <summary>Every class the same: n / (K · n_k) for an image of class k, which has n_k of n images in K classes.</summary>
    Balanced,
}
