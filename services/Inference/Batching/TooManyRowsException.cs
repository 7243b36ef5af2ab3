namespace Lesion.Inference.Batching;

/// <summary>One request asks for more rows than a run holds.</summary>
internal sealed class TooManyRowsException(int rows, int most) : Exception(
    $"The request takes {rows} rows of a run of the network, which holds {most}: ask for fewer at a time, or raise Lesion:Inference:MaxBatchSize.");
