using Lesion.Contracts;

namespace Lesion.Gateway.Promotions;

/// <summary>A version and what it said about the images that were held out from it.</summary>
internal sealed record Contender(ModelManifest Manifest, HeldOutPredictions Predictions);
