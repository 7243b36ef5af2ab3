using Lesion.Evaluation;
using Lesion.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Lesion.Inference;

/// <summary>Makes one output an image of the tensors of a run, in which an image has several rows.</summary>
internal static class OutputReader
{
    /// <param name="outputs">In the order of <see cref="ModelSignature.AllOutputs"/>, the map last and by request.</param>
    /// <param name="count">Images that are no padding.</param>
    /// <param name="card">Classes, rows of an image and temperature.</param>
    public static IReadOnlyList<ModelOutput> Read(IReadOnlyList<OrtValue> outputs, int count, ModelCard card)
    {
        var (classes, rows) = (card.Classes.Count, card.TestRows());
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
                outputs.Count > 2 ? Grid(outputs[2], i * rows) : null);
        }

        return results;
    }

    /// <summary>The first rows of an output, as they are.</summary>
    /// <exception cref="InvalidOutputException">They hold a value that is no finite number.</exception>
    public static GraphOutput ReadRows(string model, string name, OrtValue tensor, int count)
    {
        var shape = tensor.GetTensorTypeAndShape().Shape;
        var values = tensor.GetTensorDataAsSpan<float>();
        var read = values[..(values.Length / checked((int)shape[0]) * count)].ToArray();
        return Array.TrueForAll(read, float.IsFinite)
            ? new GraphOutput(name, [count, .. shape[1..]], read)
            : throw new InvalidOutputException(model, name);
    }

    public static void RequireFinite(string model, ModelOutput output)
    {
        Require(Array.TrueForAll(output.Logits, double.IsFinite), ModelSignature.Logits);
        Require(Array.TrueForAll(output.Probabilities, double.IsFinite), ModelSignature.Probabilities);
        Require(Array.TrueForAll(output.Embedding, float.IsFinite), ModelSignature.Embedding);
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
