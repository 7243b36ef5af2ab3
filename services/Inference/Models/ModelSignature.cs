using Lesion.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Lesion.Inference;

/// <summary>The inputs and outputs that every Lesion model has.</summary>
internal static class ModelSignature
{
    public const string Image = "image";
    public const string Probabilities = "probabilities";
    public const string Logits = "logits";
    public const string Embedding = "embedding";
    public const string Novelty = "novelty";
    public const string ActivationMap = "activation_map";

    public static readonly string[] Inputs = [Image];

    /// <summary>In the order of the bits of <see cref="ModelOutputs"/>.</summary>
    public static readonly string[] AllOutputs = [Probabilities, Logits, Embedding, ActivationMap, Novelty];

    /// <summary>A model whose card says nothing of novelty, as those of earlier builds, has no such output.</summary>
    public static string[] Outputs(ModelCard card) => card.Novelty is null ? AllOutputs[..^1] : AllOutputs;

    /// <exception cref="ModelLoadException">An input or output is absent, or has another type or shape.</exception>
    public static void Check(string name, InferenceSession session, ModelCard card)
    {
        var size = card.Input.Size;
        var classes = card.Classes.Count;
        Require(session.InputMetadata, Image, typeof(byte), [null, size, size, 3]);
        if (session.InputMetadata.Count != 1)
        {
            throw Foreign($"it has {session.InputMetadata.Count} inputs, not one");
        }

        Require(session.OutputMetadata, Probabilities, typeof(float), [null, classes]);
        Require(session.OutputMetadata, Logits, typeof(float), [null, classes]);
        Require(session.OutputMetadata, Embedding, typeof(float), [null, null]);
        Require(session.OutputMetadata, ActivationMap, typeof(float), [null, classes, null, null]);
        if (card.Novelty is not null)
        {
            Require(session.OutputMetadata, Novelty, typeof(float), [null]);
        }

        void Require(IReadOnlyDictionary<string, NodeMetadata> nodes, string node, Type element, int?[] shape)
        {
            if (!nodes.TryGetValue(node, out var found))
            {
                throw Foreign($"'{node}' is missing");
            }

            var matches = found.IsTensor
                && found.ElementType == element
                && found.Dimensions.Length == shape.Length
                && found.Dimensions.Zip(shape).All(pair => pair.Second is null || pair.First is -1 || pair.First == pair.Second);
            if (!matches)
            {
                var wanted = string.Join(", ", shape.Select(length => length?.ToString() ?? "N"));
                throw Foreign($"'{node}' is {found.ElementType?.Name} [{string.Join(", ", found.Dimensions ?? [])}], not {element.Name} [{wanted}]");
            }
        }

        ModelLoadException Foreign(string problem) => new(
            name, $"{problem}; it is no model that Lesion made. Give a model.onnx that 'lesion train' or the training service wrote.");
    }
}
