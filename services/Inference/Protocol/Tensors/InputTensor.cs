namespace Lesion.Inference.Protocol.Tensors;

/// <summary>A tensor of a request, not yet looked into.</summary>
/// <param name="Data">A part of the request's body, and gone with it.</param>
internal sealed record InputTensor(string Name, string Datatype, long[] Shape, ReadOnlyMemory<byte> Data, TensorEncoding Encoding);
