using Lesion.Inference.Protocol.Tensors;

namespace Lesion.Inference.Protocol;

/// <summary>What a model takes and gives, for clients that read it before they ask.</summary>
internal sealed record ModelDescription
{
    public required string Name { get; init; }

    public required int Version { get; init; }

    /// <summary>Of the protocol's names, where one fits.</summary>
    public required string Platform { get; init; }

    public required string Backend { get; init; }

    /// <summary>The most rows of a request, in Triton's sense: 0 where its clients are not to put requests together.</summary>
    public required int MaxBatchSize { get; init; }

    public required TensorSpec Input { get; init; }

    public required IReadOnlyList<TensorSpec> Outputs { get; init; }

    /// <summary>In the order of the probabilities.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary><c>$metadata_model_response</c> of the protocol.</summary>
    public object Metadata => new
    {
        Name,
        Versions = new[] { $"{Version}" },
        Platform,
        Inputs = new[] { Input },
        Outputs,
    };

    /// <summary>
    /// The fields of Triton's <c>ModelConfig</c> that its clients read. Where it puts requests together, the first dimension, the
    /// batch, is left out of the tensors'.
    /// </summary>
    public object Config => new
    {
        Name,
        Platform,
        Backend,
        VersionPolicy = new { Specific = new { Versions = new[] { Version } } },
        MaxBatchSize,
        Input = new[] { TensorConfig(Input) },
        Output = Outputs.Select(TensorConfig),
        DynamicBatching = MaxBatchSize == 0 ? null : new { },
        Parameters = new { Classes = new { StringValue = string.Join(',', Classes) } },
    };

    private object TensorConfig(TensorSpec spec) => new
    {
        spec.Name,
        DataType = $"TYPE_{(spec.Datatype == Datatype.Bytes ? "STRING" : spec.Datatype)}",
        Dims = spec.Shape.Skip(MaxBatchSize == 0 ? 0 : 1),
    };
}
