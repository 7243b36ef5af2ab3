using Lesion.Learning.Native;
using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>
/// What tells images' classes: one network, or several whose answers are averaged. Every tensor it gives belongs to the
/// caller's dispose scope. It is not for use by two threads at once.
/// </summary>
public abstract class Classifier : IDisposable
{
    private protected Classifier()
    {
    }

    /// <summary>In the order of the logits.</summary>
    public abstract IReadOnlyList<string> Classes { get; }

    /// <summary>D.</summary>
    public abstract int EmbeddingSize { get; }

    public abstract Device Device { get; }

    /// <summary>What the trunk computes in. Default: float32, as in the exported model.</summary>
    public abstract Precision Precision { get; set; }

    /// <summary>What its activation map is, one of <see cref="ActivationMapKind"/>.</summary>
    public abstract string ActivationMap { get; }

    /// <summary>The first trunk, whose features the embedding begins with; of several networks, the first's.</summary>
    internal abstract Trunk FirstTrunk { get; }

    /// <param name="images">uint8 [N, H, W, 3], red, green, blue.</param>
    public abstract Prediction Predict(Tensor images);

    /// <summary>softmax(logits / temperature).</summary>
    public static Tensor Probabilities(Tensor logits, double temperature)
    {
        using var scope = NewDisposeScope();
        return nn.functional.softmax(logits.Div(temperature), dim: 1).MoveToOuterDisposeScope();
    }

    public abstract void Dispose();

    /// <summary>Writes the classifier into a graph.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="pixels">The image, float32 [N, 3, H, W], from 0 to 255.</param>
    internal abstract ClassifierOutputs Write(GraphBuilder graph, GraphValue pixels);
}
