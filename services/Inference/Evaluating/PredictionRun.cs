using Lesion.Evaluation;
using Lesion.Onnx;

namespace Lesion.Inference;

/// <summary>A model's answers for many files, both lists in the order in which the files were given.</summary>
public sealed record PredictionRun(IReadOnlyList<ImagePrediction> Predictions, IReadOnlyList<UnreadableImage> Unreadable)
{
    /// <summary>The answers for labelled files as the metrics take them; files without a label are left out.</summary>
    /// <param name="card">Of the model that answered.</param>
    /// <exception cref="InvalidDataException">No file is labelled, or a label is no class of the model.</exception>
    public PredictionSet ToPredictionSet(ModelCard card)
    {
        var labelled = Predictions.Where(prediction => prediction.File.Label is not null).ToList();
        if (labelled.Count == 0)
        {
            throw new InvalidDataException("No image that can be read has a label: there is nothing to evaluate on.");
        }

        var index = card.Classes.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        var labels = labelled.ConvertAll(prediction => index.TryGetValue(prediction.File.Label!, out var label)
            ? label
            : throw new InvalidDataException(
                $"'{prediction.File.Path}' is labelled '{prediction.File.Label}'; the model knows {string.Join(", ", card.Classes)}. "
                + "Correct the label, or leave the image out."));
        double[] probabilities = [.. labelled.SelectMany(prediction => prediction.Output.Probabilities)];
        return new PredictionSet(card.Classes, labels, probabilities, card.Positive, labelled.ConvertAll(prediction => prediction.File.Group));
    }
}
