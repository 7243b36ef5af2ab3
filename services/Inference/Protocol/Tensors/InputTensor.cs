namespace Lesion.Inference.Protocol.Tensors;

/// <summary>A tensor of a request, not yet looked into.</summary>
/// <param name="Data">
/// Where <paramref name="IsBinary"/>, its elements, row-major and little-endian; otherwise the text of the JSON array. A part of
/// the request's body, and gone with it.
/// </param>
internal sealed record InputTensor(string Name, string Datatype, long[] Shape, ReadOnlyMemory<byte> Data, bool IsBinary);
