namespace Lesion.Inference;

/// <summary>One output of some rows.</summary>
/// <param name="Name">In the graph.</param>
/// <param name="Shape">The first length is the number of rows.</param>
/// <param name="Values">Row-major.</param>
internal sealed record RowTensor(string Name, long[] Shape, float[] Values)
{
    public ReadOnlySpan<float> Row(int row)
    {
        var stride = Values.Length / checked((int)Shape[0]);
        return Values.AsSpan(row * stride, stride);
    }
}
