using System.Numerics.Tensors;

namespace Lesion.Inference;

/// <summary>What the graph says of some rows, row by row; null what was not asked for or is not there.</summary>
internal sealed record RowOutputs
{
    public RowTensor? Probabilities { get; init; }

    public RowTensor? Logits { get; init; }

    public RowTensor? Embedding { get; init; }

    public RowTensor? ActivationMap { get; init; }

    public RowTensor? Novelty { get; init; }

    /// <exception cref="InvalidOutputException">A value is no finite number.</exception>
    public void RequireFinite(string model)
    {
        foreach (var tensor in (ReadOnlySpan<RowTensor?>)[Probabilities, Logits, Embedding, ActivationMap, Novelty])
        {
            if (tensor is not null && !TensorPrimitives.IsFiniteAll<float>(tensor.Values))
            {
                throw new InvalidOutputException(model, tensor.Name);
            }
        }
    }
}
