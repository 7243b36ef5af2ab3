using System.Text.Json;
using Lesion.Inference.Batching;
using Lesion.Inference.Protocol.Tensors;

namespace Lesion.Inference.Protocol.Wire;

/// <summary>
/// Reads an inference request: a JSON object, and behind it the tensors that come in binary, in the order of the inputs.
/// Sources: KServe, "Open Inference Protocol", HTTP/REST; Triton, "Binary Tensor Data Extension" and "Schedule Policy Extension".
/// </summary>
internal static class InferRequestReader
{
    /// <summary>A day in microseconds: no longer one means anything, and a larger number would be none.</summary>
    private const long LongestTimeout = 86_400_000_000;

    /// <param name="body">What the tensors of the answer are parts of.</param>
    /// <param name="jsonLength">The header <c>Inference-Header-Content-Length</c>; null where the body is JSON to its end.</param>
    /// <exception cref="ProtocolException">It is no such request.</exception>
    public static InferRequest Read(ReadOnlyMemory<byte> body, int? jsonLength)
    {
        if (jsonLength < 0 || jsonLength > body.Length)
        {
            throw new ProtocolException(
                $"Inference-Header-Content-Length is {jsonLength}, and the body has {body.Length} bytes: it is the length of the JSON object alone.");
        }

        try
        {
            var json = body[..(jsonLength ?? body.Length)];
            var reader = new Utf8JsonReader(json.Span);
            var binary = new BinaryTail(body[json.Length..]);
            reader.Read();
            var request = ReadRequest(ref reader, json, binary);
            reader.Read();
            binary.RequireEnd();
            return request;
        }
        catch (JsonException exception)
        {
            throw new ProtocolException($"The request is no JSON: {exception.Message}");
        }
    }

    private static InferRequest ReadRequest(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, BinaryTail binary)
    {
        var request = new InferRequest();
        reader.Require(JsonTokenType.StartObject, "The request");
        while (reader.NextProperty())
        {
            if (reader.TryEnter("id"u8))
            {
                request = request with { Id = reader.Text("'id'") };
            }
            else if (reader.TryEnter("parameters"u8))
            {
                request = request with { Parameters = ReadParameters(ref reader) };
            }
            else if (reader.TryEnter("inputs"u8))
            {
                request = request with { Inputs = ReadInputs(ref reader, json, binary) };
            }
            else if (reader.TryEnter("outputs"u8))
            {
                request = request with { Outputs = ReadOutputs(ref reader) };
            }
            else
            {
                reader.Skip();
            }
        }

        return request;
    }

    private static RequestParameters ReadParameters(ref Utf8JsonReader reader)
    {
        var parameters = new RequestParameters();
        reader.Require(JsonTokenType.StartObject, "'parameters'");
        while (reader.NextProperty())
        {
            if (reader.TryEnter("binary_data_output"u8))
            {
                parameters = parameters with { BinaryOutput = reader.Truth("'binary_data_output'") };
            }
            else if (reader.TryEnter("priority"u8))
            {
                parameters = parameters with { Priority = PriorityOf(reader.Whole("'priority'")) };
            }
            else if (reader.TryEnter("timeout"u8))
            {
                var microseconds = reader.Whole("'timeout'");
                parameters = parameters with { Timeout = microseconds == 0 ? null : TimeSpan.FromMicroseconds(Math.Min(microseconds, LongestTimeout)) };
            }
            else
            {
                reader.Skip();
            }
        }

        return parameters;
    }

    private static RequestPriority PriorityOf(long level) => level > 1 ? RequestPriority.Bulk : RequestPriority.Interactive;

    private static List<InputTensor> ReadInputs(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, BinaryTail binary)
    {
        var inputs = new List<InputTensor>();
        reader.Require(JsonTokenType.StartArray, "'inputs'");
        while (reader.NextItem())
        {
            inputs.Add(ReadInput(ref reader, json, binary));
        }

        return inputs;
    }

    private static InputTensor ReadInput(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, BinaryTail binary)
    {
        string? name = null, datatype = null;
        long[]? shape = null;
        ReadOnlyMemory<byte>? data = null;
        long? binarySize = null;
        reader.Require(JsonTokenType.StartObject, "An input");
        while (reader.NextProperty())
        {
            if (reader.TryEnter("name"u8))
            {
                name = reader.Text("An input's 'name'");
            }
            else if (reader.TryEnter("datatype"u8))
            {
                datatype = reader.Text("An input's 'datatype'");
            }
            else if (reader.TryEnter("shape"u8))
            {
                shape = ReadShape(ref reader);
            }
            else if (reader.TryEnter("parameters"u8))
            {
                binarySize = ReadBinarySize(ref reader);
            }
            else if (reader.TryEnter("data"u8))
            {
                reader.Require(JsonTokenType.StartArray, "An input's 'data'");
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                data = json[start..(int)reader.BytesConsumed];
            }
            else
            {
                reader.Skip();
            }
        }

        return new InputTensor(
            name ?? throw new ProtocolException("An input has no 'name'."),
            datatype ?? throw new ProtocolException($"Input '{name}' has no 'datatype'."),
            shape ?? throw new ProtocolException($"Input '{name}' has no 'shape'."),
            DataOf(name, data, binarySize, binary),
            data is null ? TensorEncoding.Binary : TensorEncoding.Json);
    }

    private static ReadOnlyMemory<byte> DataOf(string name, ReadOnlyMemory<byte>? data, long? binarySize, BinaryTail binary) =>
        (data, binarySize) switch
        {
            ({ } text, null) => text,
            (null, { } size) => binary.Take(name, size),
            (null, null) => throw new ProtocolException($"Input '{name}' has neither 'data' nor the parameter 'binary_data_size'."),
            _ => throw new ProtocolException($"Input '{name}' has both 'data' and the parameter 'binary_data_size'."),
        };

    private static long[] ReadShape(ref Utf8JsonReader reader)
    {
        var shape = new List<long>();
        reader.Require(JsonTokenType.StartArray, "An input's 'shape'");
        while (reader.NextItem())
        {
            shape.Add(reader.Whole("An input's 'shape'"));
        }

        return [.. shape];
    }

    private static long? ReadBinarySize(ref Utf8JsonReader reader)
    {
        long? size = null;
        reader.Require(JsonTokenType.StartObject, "An input's 'parameters'");
        while (reader.NextProperty())
        {
            if (reader.TryEnter("binary_data_size"u8))
            {
                size = reader.Whole("'binary_data_size'");
            }
            else
            {
                reader.Skip();
            }
        }

        return size;
    }

    private static List<RequestedOutput> ReadOutputs(ref Utf8JsonReader reader)
    {
        var outputs = new List<RequestedOutput>();
        reader.Require(JsonTokenType.StartArray, "'outputs'");
        while (reader.NextItem())
        {
            outputs.Add(ReadOutput(ref reader));
        }

        return outputs;
    }

    private static RequestedOutput ReadOutput(ref Utf8JsonReader reader)
    {
        string? name = null;
        bool? isBinary = null;
        reader.Require(JsonTokenType.StartObject, "An output");
        while (reader.NextProperty())
        {
            if (reader.TryEnter("name"u8))
            {
                name = reader.Text("An output's 'name'");
            }
            else if (reader.TryEnter("parameters"u8))
            {
                isBinary = ReadIsBinary(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return new RequestedOutput(name ?? throw new ProtocolException("An output has no 'name'."), isBinary);
    }

    private static bool? ReadIsBinary(ref Utf8JsonReader reader)
    {
        bool? isBinary = null;
        reader.Require(JsonTokenType.StartObject, "An output's 'parameters'");
        while (reader.NextProperty())
        {
            if (reader.TryEnter("binary_data"u8))
            {
                isBinary = reader.Truth("'binary_data'");
            }
            else if (reader.TryEnter("classification"u8))
            {
                throw new ProtocolException("The parameter 'classification' is not supported: ask the model of pictures for labels.");
            }
            else
            {
                reader.Skip();
            }
        }

        return isBinary;
    }
}
