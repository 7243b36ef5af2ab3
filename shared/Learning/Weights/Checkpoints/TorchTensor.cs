namespace Lesion.Learning.Weights.Checkpoints;

/// <summary>A view of a storage: element (i, j, …) is at <paramref name="Offset"/> + i · strides[0] + j · strides[1] + …</summary>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    private const int MaximumRank = 64; // PyTorch's own

    /// <summary>How many elements the tensor has.</summary>
    public long Count { get; } = Product(Shape);

    /// <summary>What <c>torch._utils._rebuild_tensor</c> and <c>_rebuild_tensor_v2</c> take: (storage, offset, shape, strides, …).</summary>
    /// <exception cref="InvalidDataException">Such a tensor cannot be.</exception>
    public static TorchTensor FromArguments(object?[] arguments)
    {
        if (arguments is not [TorchStorage storage, long and >= 0 and var offset, object?[] shape, object?[] strides, ..]
            || shape.Length != strides.Length || shape.Length > MaximumRank
            || !shape.All(extent => extent is long and >= 0) || !strides.All(stride => stride is long and >= 0))
            throw Impossible();
        try
        {
            var tensor = new TorchTensor(storage, offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()]);
            return tensor.Count <= storage.Length && offset <= storage.Length - tensor.Span ? tensor : throw Impossible();
        }
        catch (OverflowException)
        {
            throw Impossible();
        }
    }

    /// <summary>From its first element in the storage to its last, both included.</summary>
    private long Span => Count == 0 ? 0 : 1 + Shape.Zip(Strides).Sum(pair => checked((pair.First - 1) * pair.Second));

    private static long Product(long[] shape) =>
        shape.Contains(0) ? 0 : shape.Aggregate(1L, (product, extent) => checked(product * extent));

    private static InvalidDataException Impossible() => new("a tensor reaches beyond its storage, or is otherwise described in a way that cannot be");
}
