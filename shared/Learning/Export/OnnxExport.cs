using Google.Protobuf;
using Lesion.Learning.Networks;
using Lesion.Onnx;

namespace Lesion.Learning.Export;

/// <summary>
/// Writes a classifier as an ONNX model. Input: <c>image</c> uint8 [N, H, W, 3]. Outputs: <c>probabilities</c> [N, K],
/// calibrated; <c>logits</c> [N, K], before the temperature; <c>embedding</c> [N, D]; <c>activation_map</c> [N, K, h, w].
/// </summary>
public static class OnnxExport
{
    /// <param name="network">On any device; it is left as it is.</param>
    /// <param name="card">What the model says about itself; its temperature calibrates the probabilities.</param>
    /// <returns>The model's file.</returns>
    public static byte[] Export(ClassifierNetwork network, ModelCard card)
    {
        if (!card.Classes.SequenceEqual(network.Plan.Classes))
            throw new ArgumentException("The card's classes are not the network's.", nameof(card));
        if (!(card.Temperature > 0))
            throw new ArgumentException($"The temperature must be positive; it is {card.Temperature}.", nameof(card));

        var graph = new GraphBuilder("lesion");
        var image = graph.Input("image", ElementType.UInt8, "N", "H", "W", 3);
        var taps = WriteTrunk(graph, network, WriteNormalisation(graph, network.Normalisation, image));
        var embedding = WriteEmbedding(graph, taps);
        var logits = network.Head.Write(graph, embedding);
        var calibrated = graph.Node("Div", [logits, graph.Constant("temperature", (float)card.Temperature)]);

        var classes = network.Plan.Classes.Count;
        graph.Output("probabilities", graph.Node("Softmax", [calibrated]), ElementType.Float32, "N", classes);
        graph.Output("logits", logits, ElementType.Float32, "N", classes);
        graph.Output("embedding", embedding, ElementType.Float32, "N", network.EmbeddingSize);
        var map = ActivationMap.Write(graph, network.Head, taps);
        graph.Output("activation_map", map, ElementType.Float32, "N", classes, "h", "w");
        return graph.Build(card.ToProperties()).ToByteArray();
    }

    private static GraphValue WriteNormalisation(GraphBuilder graph, Normalisation normalisation, GraphValue image)
    {
        // Transposed while it is bytes: a quarter of the memory to move.
        var planes = graph.Node("Transpose", [image], NodeAttribute.Ints("perm", 0, 3, 1, 2));
        var pixels = graph.Node("Cast", [planes], NodeAttribute.Int("to", (int)ElementType.Float32));
        var centred = graph.Node("Sub", [pixels, graph.Constant("pixel_mean", normalisation.PixelMean, 1, 3, 1, 1)]);
        return graph.Node("Mul", [centred, graph.Constant("pixel_scale", normalisation.PixelScale, 1, 3, 1, 1)]);
    }

    private static List<PooledTap> WriteTrunk(GraphBuilder graph, ClassifierNetwork network, GraphValue input)
    {
        var taps = new List<PooledTap>();
        foreach (var stage in network.Stages)
        {
            input = stage.Write(graph, input);
            if (network.IsTap(stage))
                taps.Add(network.Pooling.Write(graph, stage.Channels, input));
        }
        return taps;
    }

    private static GraphValue WriteEmbedding(GraphBuilder graph, IEnumerable<PooledTap> taps)
    {
        var features = taps.SelectMany(tap => new[] { tap.Means, tap.Deviations }).OfType<GraphValue>();
        return graph.Node("Flatten", [graph.Node("Concat", features, NodeAttribute.Int("axis", 1))]);
    }
}
