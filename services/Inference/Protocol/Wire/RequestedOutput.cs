namespace Lesion.Inference.Protocol.Wire;

/// <summary>An output that a request asks for.</summary>
/// <param name="IsBinary">Null leaves it to the request's <c>binary_data_output</c>.</param>
internal sealed record RequestedOutput(string Name, bool? IsBinary);
