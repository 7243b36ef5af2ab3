using Lesion.Contracts;
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
    /// <summary>The largest difference that is allowed: in logits, as a share of the largest absolute one (at least 1), and in probabilities.</summary>
    public const double Tolerance = 1e-4;

    private const int BatchSize = 16;

    /// <param name="classifier">The network or ensemble; compared in float32, whatever its precision.</param>
    /// <param name="model">The file that <see cref="OnnxExport"/> made of it.</param>
    /// <param name="images">uint8 [N, H, W, 3] on the CPU, at least one; real ones.</param>
    /// <exception cref="InvalidDataException">They differ by more than <see cref="Tolerance"/>.</exception>
    public static ParityCertificate Run(Classifier classifier, byte[] model, Tensor images)
    {
        ArgumentOutOfRangeException.ThrowIfZero(images.shape[0]);
        // A GPU rounds float32 to 10 bits of mantissa (TF32) in its convolutions, which is more than the difference sought.
        var before = (classifier.Precision, backends.cudnn.allow_tf32, backends.cuda.matmul.allow_tf32);
        try
        {
            (classifier.Precision, backends.cudnn.allow_tf32, backends.cuda.matmul.allow_tf32) = (Precision.Full, false, false);
            return Compare(classifier, model, images);
        }
        finally
        {
            (classifier.Precision, backends.cudnn.allow_tf32, backends.cuda.matmul.allow_tf32) = before;
        }
    }

    private static ParityCertificate Compare(Classifier classifier, byte[] model, Tensor images)
    {
        using var session = new InferenceSession(model);
        var temperature = ModelCard.Parse(session.ModelMetadata.CustomMetadataMap).Temperature;
        double scale = 1, logits = 0, probabilities = 0;
        for (var start = 0L; start < images.shape[0]; start += BatchSize)
        {
            using var scope = NewDisposeScope();
            using var withoutGradients = no_grad();
            var batch = images.narrow(0, start, Math.Min(BatchSize, images.shape[0] - start)).contiguous();
            var expected = classifier.Predict(batch).Logits.cpu();
            using var answers = Run(session, batch);
            scale = Math.Max(scale, expected.abs().max().item<float>());
            logits = Math.Max(logits, Difference(answers[0], expected));
            probabilities = Math.Max(probabilities, Difference(answers[1], Classifier.Probabilities(expected, temperature)));
        }
        logits /= scale;
        if (!(logits <= Tolerance && probabilities <= Tolerance)) // not a number fails too
        {
            throw new InvalidDataException(
                $"ONNX Runtime's answers differ from the network's by {logits:g3} of the largest logit and by {probabilities:g3} in the "
                + $"probabilities, where {Tolerance:g1} is allowed: the model must not be published.");
        }
        return new ParityCertificate
        {
            Images = (int)images.shape[0],
            MaxLogitDifference = logits,
            LogitScale = scale,
            MaxProbabilityDifference = probabilities,
            Tolerance = Tolerance,
        };
    }

    private static IDisposableReadOnlyCollection<OrtValue> Run(InferenceSession session, Tensor batch)
    {
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(batch.bytes.ToArray(), batch.shape);
        return session.Run(options, ["image"], [input], ["logits", "probabilities"]);
    }

    private static double Difference(OrtValue actual, Tensor expected)
    {
        using var scope = NewDisposeScope();
        return (NativeTensor.Of(actual.GetTensorDataAsSpan<float>(), expected.shape) - expected).abs().max().item<float>();
    }
}
