namespace Lesion.Inference.Serving;

/// <summary>A request asks for a model that does not serve here.</summary>
internal sealed class ModelNotServedException(string message) : Exception(message);
