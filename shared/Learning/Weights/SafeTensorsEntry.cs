using static TorchSharp.torch;

namespace Lesion.Learning.Weights;

/// <summary>One tensor's type, shape and place: <paramref name="Begin"/> and <paramref name="Length"/> in bytes, after the header.</summary>
internal sealed record SafeTensorsEntry(string Name, ScalarType Type, long[] Shape, long Begin, long Length);
