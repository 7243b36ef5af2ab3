using Lesion.Evaluation;
using Lesion.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Lesion.Inference;

/// <summary>Makes one output an image of the tensors of a run, in which an image has several rows.</summary>
internal static class OutputReader
{
    /// <param name="outputs">In the order of <see cref="ModelSignature.Outputs"/>: novelty where the card has it, the map by request.</param>
    /// <param name="count">Images that are no padding.</param>
    /// <param name="card">Classes, rows of an image and temperature.</param>
    public static IReadOnlyList<ModelOutput> Read(IReadOnlyList<OrtValue> outputs, int count, ModelCard card)
    {
        var (classes, rows) = (card.Classes.Count, card.TestRows());
        var novelty = card.Novelty is null ? null : outputs[2];
        var map = outputs.Count > (novelty is null ? 2 : 3) ? outputs[^1] : null;
        var logits = TestTimeViews.AverageLogits(
            outputs[0].GetTensorDataAsSpan<float>()[..(count * rows * classes)], rows, classes);
        var probabilities = TemperatureScaling.Apply(logits, classes, card.Temperature);
        var results = new ModelOutput[count];
        for (var i = 0; i < count; i++)
        {
            var row = i * classes;
            results[i] = new ModelOutput(
                probabilities[row..(row + classes)],
                logits[row..(row + classes)],
                Row(outputs[1], i * rows),
                novelty?.GetTensorDataAsSpan<float>()[i * rows],
                map is null ? null : Grid(map, i * rows));
        }

        return results;
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

    private static float[] Row(OrtValue tensor, int row)
    {
        var shape = tensor.GetTensorTypeAndShape().Shape;
        var values = tensor.GetTensorDataAsSpan<float>();
        var stride = values.Length / checked((int)shape[0]);
        return values.Slice(row * stride, stride).ToArray();
    }

    private static ActivationGrid Grid(OrtValue tensor, int row)
    {
        var shape = tensor.GetTensorTypeAndShape().Shape;
        return new ActivationGrid(checked((int)shape[3]), checked((int)shape[2]), Row(tensor, row));
    }
}
