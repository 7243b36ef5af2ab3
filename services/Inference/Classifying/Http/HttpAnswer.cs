using Lesion.Contracts;

namespace Lesion.Inference.Classifying;

/// <summary>What a request by HTTP is answered with.</summary>
/// <param name="Overlay">A PNG of the picture under the map of its label; null where it was not asked for.</param>
internal sealed record HttpAnswer(Classification Classification, byte[]? Overlay);
