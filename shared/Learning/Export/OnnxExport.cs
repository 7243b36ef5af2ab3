using Google.Protobuf;
using Lesion.Evaluation.Novelty;
using Lesion.Learning.Networks;
using Lesion.Onnx;

namespace Lesion.Learning.Export;

/// <summary>
/// Writes a classifier as an ONNX model. Input: <c>image</c> uint8 [N, H, W, 3]. Outputs: <c>probabilities</c> [N, K],
/// calibrated; <c>logits</c> [N, K], before the temperature; <c>embedding</c> [N, D]; <c>activation_map</c> [N, K, h, w]; and,
/// where it is told what training images are like, <c>novelty</c> [N], which is 1 at the limit of what is like them.
/// </summary>
public static class OnnxExport
{
    /// <param name="classifier">On any device; it is left as it is.</param>
    /// <param name="card">What the model says about itself; its temperature calibrates the probabilities. The kind of
    /// activation map is written in as it is.</param>
    /// <param name="novelty">Of the first values of the embedding; null writes a model without this output.</param>
    /// <returns>The model's file.</returns>
    public static byte[] Export(Classifier classifier, ModelCard card, NoveltyScore? novelty = null)
    {
        if (!card.Classes.SequenceEqual(classifier.Classes))
            throw new ArgumentException("The card's classes are not the network's.", nameof(card));
        if (!(card.Temperature > 0))
            throw new ArgumentException($"The temperature must be positive; it is {card.Temperature}.", nameof(card));

        var graph = new GraphBuilder("lesion");
        var image = graph.Input("image", ElementType.UInt8, "N", "H", "W", 3);
        var (embedding, logits, map) = classifier.Write(graph, WritePixels(graph, image));
        var calibrated = graph.Node("Div", [logits, graph.Constant("temperature", (float)card.Temperature)]);

        var classes = classifier.Classes.Count;
        graph.Output("probabilities", graph.Node("Softmax", [calibrated]), ElementType.Float32, "N", classes);
        graph.Output("logits", logits, ElementType.Float32, "N", classes);
        graph.Output("embedding", embedding, ElementType.Float32, "N", classifier.EmbeddingSize);
        graph.Output("activation_map", map, ElementType.Float32, "N", classes, "h", "w");
        if (novelty is not null)
            graph.Output("novelty", NoveltyWriter.Write(graph, embedding, novelty), ElementType.Float32, "N");
        return graph.Build((card with { ActivationMap = classifier.ActivationMap }).ToProperties()).ToByteArray();
    }

    private static GraphValue WritePixels(GraphBuilder graph, GraphValue image)
    {
        // Transposed while it is bytes: a quarter of the memory to move.
        var planes = graph.Node("Transpose", [image], NodeAttribute.Ints("perm", 0, 3, 1, 2));
        return graph.Node("Cast", [planes], NodeAttribute.Int("to", (int)ElementType.Float32));
    }
}
