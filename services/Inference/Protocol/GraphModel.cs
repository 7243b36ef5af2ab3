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
internal sealed class GraphModel(ModelFinder finder, Batcher batcher) : IProtocolModel
{
    public ModelDescription Describe(OnnxModel serving) => new()
    {
        Name = serving.Served.Name,
        Version = serving.Served.Version,
        Platform = "onnxruntime_onnx",
        Backend = "onnxruntime",
        MaxBatchSize = serving.MaxRows,
        Input = Spec(ModelSignature.Image, serving.InputMetadata),
        Outputs = [.. ModelSignature.Outputs(serving.Card).Select(name => Spec(name, serving.OutputMetadata))],
        Classes = serving.Card.Classes,
    };

    public async Task<InferAnswer> InferAsync(InferRequest request, ModelTarget target, CancellationToken cancellationToken)
    {
        while (true)
        {
            var serving = await finder.FindAsync(target, cancellationToken);
            var description = Describe(serving);
            var outputs = request.OutputsOf(
                description.Outputs, [.. ModelSignature.Outputs(serving.Card).Where(name => name != ModelSignature.ActivationMap)]);
            var rows = new RowsRequest
            {
                // Lent with the body: a batch that the request has left may still read it, and nobody gets what comes of that.
                Pixels = Pixels(request, description),
                MadeFor = serving.Card.Input,
                Target = target,
                Wanted = outputs.Aggregate(ModelOutputs.None, (wanted, name) => wanted | Flag(name)),
                Priority = request.Parameters.Priority,
            };
            if (await batcher.RunAsync(rows, cancellationToken) is { } answer)
            {
                return new InferAnswer(answer.Model.Served.Version, [.. outputs.Select(name => Tensor(answer.Outputs, name))]);
            }
        }
    }

    private static ReadOnlyMemory<byte> Pixels(InferRequest request, ModelDescription description)
    {
        var input = request.Only(description.Input);
        var count = description.Input.Check(input, description.MaxBatchSize);
        return TensorElements.UInt8(input, count * description.Input.ElementsOfARow());
    }

    private static ModelOutputs Flag(string output) => (ModelOutputs)(1 << Array.IndexOf(ModelSignature.AllOutputs, output));

    private static Fp32Tensor Tensor(RowOutputs outputs, string name)
    {
        var tensor = name switch
        {
            ModelSignature.Probabilities => outputs.Probabilities,
            ModelSignature.Logits => outputs.Logits,
            ModelSignature.Embedding => outputs.Embedding,
            ModelSignature.Novelty => outputs.Novelty,
            _ => outputs.ActivationMap,
        };
        return new Fp32Tensor(name, tensor!.Shape, tensor.Values);
    }

    private static TensorSpec Spec(string name, IReadOnlyDictionary<string, NodeMetadata> nodes) => new(
        name,
        nodes[name].ElementType == typeof(byte) ? Datatype.UInt8 : Datatype.Fp32,
        [.. nodes[name].Dimensions.Select(length => (long)length)]);
}
