namespace Lesion.Inference.Serving;

/// <summary>Nothing can be classified, since no model serves.</summary>
internal sealed class NoModelException(string why) : Exception(why);
