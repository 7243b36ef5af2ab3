using Lesion.Contracts;
using Lesion.Onnx;

namespace Lesion.Inference;

/// <summary>Puts a model's output into the words of the contract.</summary>
internal static class ClassificationBuilder
{
    /// <exception cref="InvalidOutputException">The output holds a value that is no finite number.</exception>
    public static Classification Build(
        string imageId,
        ModelCard card,
        ModelOutput output,
        Verdict verdict,
        ServedModel served,
        ClassificationTimings timings) =>
        new()
        {
            ImageId = imageId,
            Label = verdict.Label,
            Decision = verdict.Decision,
            Reasons = verdict.Reasons,
            Threshold = card.Threshold,
            Probabilities = card.Classes.Zip(output.Probabilities).ToDictionary(pair => pair.First, pair => pair.Second),
            Novelty = output.Novelty,
            Model = served,
            Timings = timings,
            ActivationMap = output.ActivationMap is { } grid ? ToContract(card, grid) : null,
        };

    private static ActivationMap ToContract(ModelCard card, ActivationGrid grid) =>
        new()
        {
            Width = grid.Width,
            Height = grid.Height,
            Values = card.Classes.Index().ToDictionary(entry => entry.Item, entry => grid.Of(entry.Index).ToArray()),
        };
}
