using Lesion.Inference.Batching;
using Lesion.Inference.Protocol.Tensors;
using Lesion.Inference.Protocol.Wire;
using Lesion.Inference.Serving;
using Microsoft.ML.OnnxRuntime;

namespace Lesion.Inference.Protocol;

/// <summary>
/// The graph itself, under the name of its manifest: rows <c>uint8 [N, S, S, 3]</c>, and of each what the network says of it.
/// Nothing is averaged over test-time views and nothing decided.
/// </summary>
internal sealed class GraphModel(ModelSlot slot, ModelActivator activator, TensorRunner runner) : IProtocolModel
{
    public ModelDescription Describe(OnnxModel serving) => new()
    {
        Name = serving.Served.Name,
        Version = serving.Served.Version,
        Platform = "onnxruntime_onnx",
        Backend = "onnxruntime",
        MaxBatchSize = serving.MaxRows,
        Input = Spec(ModelSignature.Image, serving.InputMetadata),
        Outputs = [.. ModelSignature.GraphOutputs.Select(name => Spec(name, serving.OutputMetadata))],
        Classes = serving.Card.Classes,
    };

    public async Task<InferAnswer> InferAsync(InferRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var serving = slot.Current ?? throw new NoModelException(NoModelText.Of(activator.State));
            if (await runner.RunAsync(Rows(request, serving), cancellationToken) is { } answer)
            {
                return new InferAnswer(
                    answer.Served.Version,
                    [.. answer.Outputs.Select(output => new Fp32Tensor(output.Name, output.Shape, output.Values))]);
            }
        }
    }

    private RowsRequest Rows(InferRequest request, OnnxModel serving)
    {
        var description = Describe(serving);
        var input = request.Only(description.Input);
        var count = description.Input.Check(input, serving.MaxRows);
        var outputs = request.OutputsOf(
            description.Outputs, [.. ModelSignature.GraphOutputs.Where(name => name != ModelSignature.ActivationMap)]);
        return new RowsRequest(
            TensorElements.UInt8(input, count * description.Input.ElementsOfARow()), count, serving.Card.Input, outputs);
    }

    private static TensorSpec Spec(string name, IReadOnlyDictionary<string, NodeMetadata> nodes) => new(
        name,
        nodes[name].ElementType == typeof(byte) ? Datatype.UInt8 : Datatype.Fp32,
        [.. nodes[name].Dimensions.Select(length => (long)length)]);
}
