using static TorchSharp.torch;

namespace Lesion.Learning.Weights.Checkpoints;

/// <summary>What a storage holds; <paramref name="Size"/> in bytes.</summary>
internal sealed record TorchElement(ScalarType Type, int Size);
