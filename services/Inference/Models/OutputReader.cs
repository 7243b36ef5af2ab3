using Microsoft.ML.OnnxRuntime;

namespace Lesion.Inference;

/// <summary>Splits the tensors of a run into one output an image, and leaves the padding out.</summary>
internal static class OutputReader
{
    /// <param name="outputs">In the order of <see cref="ModelSignature.AllOutputs"/>, the map last and by request.</param>
    /// <param name="count">Images that are no padding.</param>
    /// <param name="withActivationMap">Whether the map is among the outputs.</param>
    public static IReadOnlyList<ModelOutput> Read(IReadOnlyList<OrtValue> outputs, int count, bool withActivationMap)
    {
        var results = new ModelOutput[count];
        for (var i = 0; i < count; i++)
        {
            results[i] = new ModelOutput(
                Row(outputs[0], i),
                Row(outputs[1], i),
                Row(outputs[2], i),
                withActivationMap ? Grid(outputs[3], i) : null);
        }

        return results;
    }

    public static void RequireFinite(string model, ModelOutput output)
    {
        Require(output.Probabilities, ModelSignature.Probabilities);
        Require(output.Logits, ModelSignature.Logits);
        Require(output.Embedding, ModelSignature.Embedding);
        Require(output.ActivationMap?.Values ?? [], ModelSignature.ActivationMap);

        void Require(float[] values, string name)
        {
            if (!Array.TrueForAll(values, float.IsFinite))
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
