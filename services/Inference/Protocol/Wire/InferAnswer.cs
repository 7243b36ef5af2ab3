using Lesion.Inference.Protocol.Tensors;

namespace Lesion.Inference.Protocol.Wire;

/// <summary>What a model answers to a request, all of it by one version.</summary>
internal sealed record InferAnswer(int Version, IReadOnlyList<OutputTensor> Outputs);
