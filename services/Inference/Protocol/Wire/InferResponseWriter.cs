using System.Buffers;
using System.Text.Json;
using Lesion.Inference.Protocol.Tensors;

namespace Lesion.Inference.Protocol.Wire;

/// <summary>Writes an answer: a JSON object, and behind it the outputs that were asked for in binary.</summary>
internal static class InferResponseWriter
{
    public static async Task WriteAsync(
        HttpResponse response, string model, InferRequest request, InferAnswer answer, CancellationToken cancellationToken)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            WriteAnswer(writer, model, request, answer);
        }

        var binary = answer.Outputs.Where(output => request.IsBinary(output.Name)).ToList();
        response.ContentType = binary.Count == 0 ? "application/json" : "application/octet-stream";
        response.ContentLength = json.WrittenCount + binary.Sum(output => (long)output.BinarySize);
        if (binary.Count > 0)
        {
            response.Headers[ProtocolHeaders.JsonLength] = json.WrittenCount.ToString();
        }

        response.BodyWriter.Write(json.WrittenSpan);
        binary.ForEach(output => output.WriteBinary(response.BodyWriter));
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    private static void WriteAnswer(Utf8JsonWriter json, string model, InferRequest request, InferAnswer answer)
    {
        json.WriteStartObject();
        json.WriteString("model_name"u8, model);
        json.WriteString("model_version"u8, answer.Version.ToString());
        if (request.Id is not null)
        {
            json.WriteString("id"u8, request.Id);
        }

        json.WriteStartArray("outputs"u8);
        foreach (var output in answer.Outputs)
        {
            WriteOutput(json, output, request.IsBinary(output.Name));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter json, OutputTensor output, bool isBinary)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, output.Name);
        json.WriteString("datatype"u8, output.Datatype);
        json.WriteStartArray("shape"u8);
        Array.ForEach(output.Shape, json.WriteNumberValue);
        json.WriteEndArray();
        if (isBinary)
        {
            json.WriteStartObject("parameters"u8);
            json.WriteNumber("binary_data_size"u8, output.BinarySize);
            json.WriteEndObject();
        }
        else
        {
            json.WriteStartArray("data"u8);
            output.WriteItems(json);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
