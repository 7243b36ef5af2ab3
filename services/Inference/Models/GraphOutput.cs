namespace Lesion.Inference;

/// <summary>One output of the graph for some rows, as the network gave it.</summary>
/// <param name="Shape">The first length is the number of rows.</param>
/// <param name="Values">Row-major.</param>
internal sealed record GraphOutput(string Name, long[] Shape, float[] Values);
