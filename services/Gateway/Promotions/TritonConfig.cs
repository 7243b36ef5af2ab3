using System.Globalization;
using System.Text;
using Lesion.Contracts;

namespace Lesion.Gateway.Promotions;

/// <summary>
/// <c>config.pbtxt</c>, by which Triton's ONNX Runtime backend serves one version of a folder and no other. The first dimension
/// of every tensor, the batch, is left out, as <c>max_batch_size</c> stands for it.
/// Source: Triton Inference Server, "Model Configuration" (inference.ModelConfig as protobuf text).
/// </summary>
internal static class TritonConfig
{
    /// <summary>The most rows of a request, and of what Triton puts together.</summary>
    private const int MaxBatchSize = 64;

    public static string Render(ModelManifest manifest)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            # Written when version {{manifest.Version}} became the champion; the next promotion writes it anew.
            name: "{{manifest.Name}}"
            backend: "onnxruntime"
            max_batch_size: {{MaxBatchSize}}
            version_policy: { specific: { versions: [ {{manifest.Version}} ] } }
            dynamic_batching { }

            """);

        // Without its shapes Triton takes them from the network itself.
        if (manifest.EmbeddingSize is { } embedding)
        {
            var (side, classes) = (manifest.Input.Size, manifest.Classes.Count);
            AppendTensor(text, "input", "image", "TYPE_UINT8", side, side, 3);
            AppendTensor(text, "output", "probabilities", "TYPE_FP32", classes);
            AppendTensor(text, "output", "logits", "TYPE_FP32", classes);
            AppendTensor(text, "output", "embedding", "TYPE_FP32", embedding);
            AppendTensor(text, "output", "activation_map", "TYPE_FP32", classes, -1, -1);
            if (manifest.Novelty is not null)
            {
                // One number an image: Triton has no empty dims, and takes the network's [N] by a reshape to nothing.
                text.Append("output [ { name: \"novelty\" data_type: TYPE_FP32 dims: [ 1 ] reshape: { shape: [ ] } } ]\n");
            }
        }

        return text.ToString();
    }

    private static void AppendTensor(StringBuilder text, string kind, string name, string type, params int[] dimensions) =>
        text.Append(
            CultureInfo.InvariantCulture,
            $"{kind} [ {{ name: \"{name}\" data_type: {type} dims: [ {string.Join(", ", dimensions)} ] }} ]\n");
}
