using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests;

/// <summary>What ONNX Runtime makes of images.</summary>
internal static class OnnxAnswers
{
    /// <param name="images">What the model takes as <c>image</c>: mostly uint8 [N, H, W, 3].</param>
    /// <returns>Every output by its name.</returns>
    public static Dictionary<string, Tensor> Run(InferenceSession session, Tensor images)
    {
        using var options = new RunOptions();
        using var input = images.dtype == ScalarType.Byte
            ? OrtValue.CreateTensorValueFromMemory(images.bytes.ToArray(), images.shape)
            : OrtValue.CreateTensorValueFromMemory(images.data<float>().ToArray(), images.shape);
        using var answers = session.Run(options, ["image"], [input], session.OutputNames);
        return session.OutputNames.Zip(answers).ToDictionary(
            answer => answer.First,
            answer => tensor(answer.Second.GetTensorDataAsSpan<float>().ToArray()).reshape(answer.Second.GetTensorTypeAndShape().Shape));
    }
}
