namespace Lesion.Inference;

/// <summary>Outputs of a model's graph; bit i is the i-th of <see cref="ModelSignature.AllOutputs"/>.</summary>
[Flags]
internal enum ModelOutputs
{
    None = 0,

    /// <summary><c>[N, C]</c>, calibrated, of each row by itself.</summary>
    Probabilities = 1,

    /// <summary><c>[N, C]</c>, before the temperature.</summary>
    Logits = 2,

    /// <summary><c>[N, E]</c>.</summary>
    Embedding = 4,

    /// <summary><c>[N, C, h, w]</c>.</summary>
    ActivationMap = 8,

    /// <summary><c>[N]</c>; of a model that does not tell it, nothing.</summary>
    Novelty = 16,
}
