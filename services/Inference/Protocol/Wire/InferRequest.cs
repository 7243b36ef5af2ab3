using Lesion.Inference.Protocol.Tensors;

namespace Lesion.Inference.Protocol.Wire;

/// <summary>What an inference request says.</summary>
internal sealed record InferRequest
{
    /// <summary>Comes back in the answer.</summary>
    public string? Id { get; init; }

    public IReadOnlyList<InputTensor> Inputs { get; init; } = [];

    /// <summary>Empty where the request leaves it to the model.</summary>
    public IReadOnlyList<RequestedOutput> Outputs { get; init; } = [];

    public RequestParameters Parameters { get; init; } = new();

    /// <summary>A body without JSON: one row of the tensor that the model takes, answered in binary.</summary>
    public static InferRequest OfRaw(TensorSpec expected, ReadOnlyMemory<byte> body) => new()
    {
        Inputs = [new InputTensor(expected.Name, expected.Datatype, [1, .. expected.Shape[1..]], body, TensorEncoding.Raw)],
        Parameters = new RequestParameters(BinaryOutput: true),
    };

    /// <summary>The one tensor that the model takes.</summary>
    /// <exception cref="ProtocolException">It is missing, comes twice, or there is another.</exception>
    public InputTensor Only(TensorSpec expected)
    {
        foreach (var input in Inputs)
        {
            if (input.Name != expected.Name)
            {
                throw new ProtocolException($"There is no input '{input.Name}'; the model takes '{expected.Name}'.");
            }
        }

        return Inputs.Count switch
        {
            1 => Inputs[0],
            0 => throw new ProtocolException($"Input '{expected.Name}' is missing."),
            _ => throw new ProtocolException($"Input '{expected.Name}' is given {Inputs.Count} times."),
        };
    }

    /// <summary>The names of the outputs to give, in the order of the request; <paramref name="unasked"/> where it names none.</summary>
    /// <exception cref="ProtocolException">The model has no such output.</exception>
    public IReadOnlyList<string> OutputsOf(IReadOnlyList<TensorSpec> known, IReadOnlyList<string> unasked)
    {
        foreach (var output in Outputs)
        {
            if (known.All(spec => spec.Name != output.Name))
            {
                throw new ProtocolException(
                    $"There is no output '{output.Name}'; the model gives {string.Join(", ", known.Select(spec => $"'{spec.Name}'"))}.");
            }
        }

        return Outputs.Count == 0 ? unasked : [.. Outputs.Select(output => output.Name).Distinct()];
    }

    public bool IsBinary(string output) =>
        Outputs.FirstOrDefault(asked => asked.Name == output)?.IsBinary ?? Parameters.BinaryOutput;
}
