using Lesion.Evaluation;
using Lesion.Onnx;

namespace Lesion.Inference;

/// <summary>Makes one output an image of what the graph says of the image's rows.</summary>
internal static class OutputReader
{
    /// <summary>What the output of an image is made of: its probabilities are those of the mean logits, not the graph's of one view.</summary>
    public const ModelOutputs Plain = ModelOutputs.Logits | ModelOutputs.Embedding | ModelOutputs.Novelty;

    /// <param name="rows">Of one image; at least <see cref="Plain"/> of them.</param>
    /// <param name="card">Classes and temperature.</param>
    public static ModelOutput Read(RowOutputs rows, ModelCard card)
    {
        var classes = card.Classes.Count;
        var logits = TestTimeViews.AverageLogits(rows.Logits!.Values, checked((int)rows.Logits.Shape[0]), classes);
        return new ModelOutput(
            TemperatureScaling.Apply(logits, classes, card.Temperature),
            logits,
            rows.Embedding!.Row(0).ToArray(),
            rows.Novelty?.Values[0],
            rows.ActivationMap is { Shape: [_, _, var height, var width] } map
                ? new ActivationGrid(checked((int)width), checked((int)height), map.Row(0).ToArray())
                : null);
    }

    public static void RequireFinite(string model, ModelOutput output)
    {
        Require(Array.TrueForAll(output.Logits, double.IsFinite), ModelSignature.Logits);
        Require(Array.TrueForAll(output.Probabilities, double.IsFinite), ModelSignature.Probabilities);
        Require(Array.TrueForAll(output.Embedding, float.IsFinite), ModelSignature.Embedding);
        Require(float.IsFinite(output.Novelty ?? 0), ModelSignature.Novelty);
        Require(Array.TrueForAll(output.ActivationMap?.Values ?? [], float.IsFinite), ModelSignature.ActivationMap);

        void Require(bool finite, string name)
        {
            if (!finite)
            {
                throw new InvalidOutputException(model, name);
            }
        }
    }
}
