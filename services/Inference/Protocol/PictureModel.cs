using Lesion.Contracts;
using Lesion.Imaging;
using Lesion.Inference.Classifying;
using Lesion.Inference.Protocol.Tensors;
using Lesion.Inference.Protocol.Wire;
using Lesion.Inference.Serving;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Protocol;

/// <summary>
/// Encoded pictures in, classifications out: what <c>POST /v1/classifications</c> answers for each, test-time views, threshold
/// and <c>refer</c> included, and recorded as that is.
/// </summary>
internal sealed class PictureModel(Classifier classifier, ClassificationJournal journal, IOptions<InferenceOptions> options) : IProtocolModel
{
    /// <summary>The same whatever the champion's folder is called: a picture fits them all.</summary>
    public const string Name = "lesion-images";

    private const string Probabilities = "probabilities";
    private const string Label = "label";
    private const string Decision = "decision";

    private static readonly TensorSpec Input = new("bytes", Datatype.Bytes, -1);

    public ModelDescription Describe(OnnxModel serving) => new()
    {
        Name = Name,
        Version = serving.Served.Version,
        Platform = "lesion_images",
        Backend = "lesion",
        MaxBatchSize = 0,
        Input = Input,
        Outputs = Outputs(serving.Card.Classes.Count),
        Classes = serving.Card.Classes,
    };

    public async Task<InferAnswer> InferAsync(InferRequest request, ModelTarget target, CancellationToken cancellationToken)
    {
        var input = request.Only(Input);
        var pictures = TensorElements.Bytes(input, Input.Check(input, options.Value.MaxQueueSize));
        var wanted = request.OutputsOf(Outputs(classes: -1), [Probabilities, Label, Decision]);
        var asked = new ClassificationRequest { Target = target, Priority = request.Parameters.Priority, WaitForRoom = true };
        var classifications = await ClassifyAsync(pictures, asked, cancellationToken);
        foreach (var (picture, classification) in pictures.Zip(classifications))
        {
            await journal.KeepAndEnterAsync(picture, classification, cancellationToken);
        }

        return new InferAnswer(
            classifications[0].Model.Version, [.. wanted.Select(output => Tensor(output, classifications))]);
    }

    private static TensorSpec[] Outputs(int classes) =>
    [
        new(Probabilities, Datatype.Fp64, -1, classes),
        new(Label, Datatype.Bytes, -1),
        new(Decision, Datatype.Bytes, -1),
    ];

    private static OutputTensor Tensor(string output, Classification[] classifications) => output switch
    {
        Probabilities => new Fp64Tensor(
            output,
            [classifications.Length, classifications[0].Probabilities.Count],
            [.. classifications.SelectMany(classification => classification.Probabilities.Values)]),
        Label => new TextTensor(output, [.. classifications.Select(classification => classification.Label)]),
        _ => new TextTensor(output, [.. classifications.Select(classification => classification.Decision)]),
    };

    /// <summary>All by one version: where a swap falls in between, all are classified again.</summary>
    private async Task<Classification[]> ClassifyAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> pictures, ClassificationRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var classifications = await Task.WhenAll(
                pictures.Select((picture, index) => ClassifyAsync(picture, index, request, cancellationToken)));
            if (classifications.All(classification => classification.Model == classifications[0].Model))
            {
                return classifications;
            }
        }
    }

    private async Task<Classification> ClassifyAsync(
        ReadOnlyMemory<byte> picture, int index, ClassificationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await classifier.ClassifyAsync(picture, request, cancellationToken);
        }
        catch (BadImageException exception)
        {
            throw new ProtocolException(
                $"Input '{Input.Name}', element {index}: {exception.Message}", ClassificationFailure.Of(exception)!.Status);
        }
    }
}
