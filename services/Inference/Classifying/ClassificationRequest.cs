using Lesion.Inference.Batching;
using Lesion.Inference.Serving;

namespace Lesion.Inference.Classifying;

/// <summary>How a picture is to be classified.</summary>
internal sealed record ClassificationRequest
{
    /// <summary>Default: by the champion.</summary>
    public ModelTarget Target { get; init; }

    /// <summary>The test-time views of the picture; null (default): as many as the model's card says.</summary>
    public int? Views { get; init; }

    /// <summary>Whether to say where in the image each logit comes from. Default false.</summary>
    public bool WithActivationMap { get; init; }

    /// <summary>Default: somebody waits.</summary>
    public RequestPriority Priority { get; init; }

    /// <summary>Wait while the queue is full, rather than to be turned away. Default false.</summary>
    public bool WaitForRoom { get; init; }

    /// <summary>Whether every request for the image gets the same answer, until another version serves.</summary>
    public bool IsPlain => Views is null && !WithActivationMap;

    /// <summary>The model that an asker names; the champion where none is named.</summary>
    /// <exception cref="ModelNotServedException">The text names no model.</exception>
    public static ModelTarget TargetOf(string? model) => model is null
        ? ModelTarget.Champion
        : ModelTarget.Parse(model) ?? throw new ModelNotServedException(
            $"'{model}' names no model: 'model' is 'champion', 'challenger', or the number of a version.");
}
