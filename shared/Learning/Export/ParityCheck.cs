using Lesion.Contracts;
using Lesion.Evaluation.Novelty;
using Lesion.Learning.Native;
using Lesion.Learning.Networks;
using Lesion.Onnx;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Export;

/// <summary>Proves that an exported model answers as the network that it came from.</summary>
public static class ParityCheck
{
    /// <summary>
    /// The largest difference that is allowed: in logits and in novelty, as a share of the largest absolute one (at least 1), and
    /// in probabilities.
    /// </summary>
    public const double Tolerance = 1e-4;

    private const int BatchSize = 16;

    /// <param name="classifier">The network or ensemble; compared in float32, whatever its precision.</param>
    /// <param name="model">The file that <see cref="OnnxExport"/> made of it.</param>
    /// <param name="images">uint8 [N, H, W, 3] on the CPU, at least one; real ones.</param>
    /// <param name="novelty">With which it was exported; null where it has no such output.</param>
    /// <exception cref="InvalidDataException">They differ by more than <see cref="Tolerance"/>.</exception>
    public static ParityCertificate Run(Classifier classifier, byte[] model, Tensor images, NoveltyScore? novelty = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(images.shape[0]);
        // A GPU rounds float32 to 10 bits of mantissa (TF32) in its convolutions, which is more than the difference sought.
        var before = (classifier.Precision, backends.cudnn.allow_tf32, backends.cuda.matmul.allow_tf32);
        try
        {
            (classifier.Precision, backends.cudnn.allow_tf32, backends.cuda.matmul.allow_tf32) = (Precision.Full, false, false);
            return Compare(classifier, model, images, novelty);
        }
        finally
        {
            (classifier.Precision, backends.cudnn.allow_tf32, backends.cuda.matmul.allow_tf32) = before;
        }
    }

    private static ParityCertificate Compare(Classifier classifier, byte[] model, Tensor images, NoveltyScore? novelty)
    {
        using var session = new InferenceSession(model);
        var temperature = ModelCard.Parse(session.ModelMetadata.CustomMetadataMap).Temperature;
        double scale = 1, logits = 0, probabilities = 0, furthest = 1, novelties = 0;
        for (var start = 0L; start < images.shape[0]; start += BatchSize)
        {
            using var scope = NewDisposeScope();
            using var withoutGradients = no_grad();
            var batch = images.narrow(0, start, Math.Min(BatchSize, images.shape[0] - start)).contiguous();
            var prediction = classifier.Predict(batch);
            var expected = prediction.Logits.cpu();
            using var answers = Run(session, batch, novelty is not null);
            scale = Math.Max(scale, expected.abs().max().item<float>());
            logits = Math.Max(logits, Difference(answers[0], expected));
            probabilities = Math.Max(probabilities, Difference(answers[1], Classifier.Probabilities(expected, temperature)));
            if (novelty is not null)
            {
                var distances = Novelty(prediction.Embedding, novelty);
                furthest = Math.Max(furthest, distances.max().item<float>());
                novelties = Math.Max(novelties, Difference(answers[2], distances));
            }
        }
        logits /= scale;
        novelties /= furthest;
        if (!(logits <= Tolerance && probabilities <= Tolerance && novelties <= Tolerance)) // not a number fails too
        {
            throw new InvalidDataException(
                $"ONNX Runtime's answers differ from the network's by {logits:g3} of the largest logit, by {probabilities:g3} in the "
                + $"probabilities and by {novelties:g3} of the largest novelty, where {Tolerance:g1} is allowed: the model must not be published.");
        }
        return new ParityCertificate
        {
            Images = (int)images.shape[0],
            MaxLogitDifference = logits,
            LogitScale = scale,
            MaxProbabilityDifference = probabilities,
            MaxNoveltyDifference = novelty is null ? null : novelties,
            Tolerance = Tolerance,
        };
    }

    private static IDisposableReadOnlyCollection<OrtValue> Run(InferenceSession session, Tensor batch, bool withNovelty)
    {
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(batch.bytes.ToArray(), batch.shape);
        string[] outputs = ["logits", "probabilities"];
        return session.Run(options, ["image"], [input], withNovelty ? [.. outputs, "novelty"] : outputs);
    }

    /// <summary>[N], computed in double precision from the network's embedding [N, D].</summary>
    private static Tensor Novelty(Tensor embedding, NoveltyScore novelty)
    {
        var first = embedding.narrow(1, 0, novelty.Density.Features).contiguous().cpu();
        return NativeTensor.Of(novelty.Of(first.data<float>().ToArray()).Select(value => (float)value).ToArray());
    }

    private static double Difference(OrtValue actual, Tensor expected)
    {
        using var scope = NewDisposeScope();
        return (NativeTensor.Of(actual.GetTensorDataAsSpan<float>(), expected.shape) - expected).abs().max().item<float>();
    }
}
