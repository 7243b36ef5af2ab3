using Lesion.Learning.Weights.Checkpoints;

namespace Lesion.Learning.Weights;

/// <summary>Reads files of weights of every known form.</summary>
public static class WeightsFile
{
    /// <summary>The endings of such files' names.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".safetensors", ".pth", ".pt"];

    /// <exception cref="InvalidDataException">The file is damaged or of no known form; the message names it.</exception>
    public static StateDict Read(string path) => Path.GetExtension(path) == ".safetensors" ? SafeTensors.Read(path) : TorchCheckpoint.Read(path);
}
