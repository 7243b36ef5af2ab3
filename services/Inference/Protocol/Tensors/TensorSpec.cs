namespace Lesion.Inference.Protocol.Tensors;

/// <summary>A tensor that a model takes or gives.</summary>
/// <param name="Shape">The lengths of its dimensions; -1 where any will do. The first is the batch.</param>
internal sealed record TensorSpec(string Name, string Datatype, params long[] Shape)
{
    /// <summary>The elements of one row of the batch.</summary>
    public long ElementsOfARow() => Shape.Skip(1).Aggregate(1L, (product, length) => product * length);

    /// <returns>The rows of a tensor that is as this one says.</returns>
    /// <exception cref="ProtocolException">It is not; the message names the tensor, what was expected and what was given.</exception>
    public int Check(InputTensor given, int maxRows)
    {
        if (given.Datatype != Datatype)
        {
            throw new ProtocolException($"Input '{Name}' has datatype {given.Datatype}; expected {Datatype}.");
        }

        if (given.Shape.Length != Shape.Length || !given.Shape.Zip(Shape).All(pair => pair.Second is -1 || pair.First == pair.Second))
        {
            throw new ProtocolException($"Input '{Name}' has shape {Text(given.Shape)}; expected {Text(Shape)}.");
        }

        return given.Shape[0] >= 1 && given.Shape[0] <= maxRows
            ? (int)given.Shape[0]
            : throw new ProtocolException($"Input '{Name}' has {given.Shape[0]} rows; a request takes 1 to {maxRows}. Send more requests.");
    }

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";
}
