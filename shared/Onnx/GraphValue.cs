namespace Lesion.Onnx;

/// <summary>A tensor that flows through a graph: an input, a constant or a node's output.</summary>
public readonly record struct GraphValue(string Name);
