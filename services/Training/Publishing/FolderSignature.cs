using Lesion.Contracts;

namespace Lesion.Training.Publishing;

/// <summary>
/// What every version in a folder of the model repository takes and gives: <c>signature.json</c>, put once. The names of the
/// classes count as well as the shapes: who reads the second probability must not get that of another class after a swap.
/// </summary>
internal sealed record FolderSignature
{
    public required ModelInput Input { get; init; }

    /// <summary>In the order of the outputs.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    public required int? EmbeddingSize { get; init; }

    /// <summary>Whether there is an output <c>novelty</c>.</summary>
    public bool Novelty { get; init; }

    public static FolderSignature Of(ModelManifest manifest) => new()
    {
        Input = manifest.Input,
        Classes = manifest.Classes,
        EmbeddingSize = manifest.EmbeddingSize,
        Novelty = manifest.Novelty is not null,
    };
}
