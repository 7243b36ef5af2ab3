namespace Lesion.Learning.Networks;

/// <summary>Which statistics a network's batch norms use while they are trained.</summary>
public enum BatchNormMode
{
    /// <summary>The running ones that came with the weights: batches may be small, and what is trained is what is used.</summary>
    Frozen,

    /// <summary>Those of the batch, in stages that are trained and while gradients are recorded; the running ones follow.</summary>
    Training,
}
