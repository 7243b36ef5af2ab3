namespace Lesion.Inference;

/// <summary>A model file that is not served: cut off, altered, foreign, or asking for what this build lacks.</summary>
public sealed class ModelLoadException(string model, string problem, Exception? inner = null)
    : Exception($"Model '{model}' cannot be used: {problem}", inner)
{
    /// <summary>The file, or the key of the object.</summary>
    public string Model { get; } = model;
}
