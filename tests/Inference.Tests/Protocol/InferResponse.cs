using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Lesion.Inference.Tests.Protocol;

/// <summary>An answer under <c>/v2</c>, read as a client reads it: the JSON, and behind it the outputs in binary, in their order.</summary>
internal sealed class InferResponse
{
    private const string JsonLength = "Inference-Header-Content-Length";

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _binary = [];

    private InferResponse(HttpStatusCode status, JsonElement json) => (Status, Json) = (status, json);

    public HttpStatusCode Status { get; }

    public JsonElement Json { get; }

    public string Error => Json.GetProperty("error").GetString()!;

    public string[] Outputs => [.. Json.GetProperty("outputs").EnumerateArray().Select(output => output.GetProperty("name").GetString()!)];

    public static async Task<InferResponse> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        response.Content.Headers.ContentLength.ShouldBe(body.Length);
        var length = response.Headers.TryGetValues(JsonLength, out var values) ? int.Parse(values.Single()) : body.Length;
        var answer = new InferResponse(response.StatusCode, JsonElement.Parse(body.AsSpan(0, length)));
        if (response.IsSuccessStatusCode)
        {
            response.Content.Headers.ContentType!.MediaType.ShouldBe(length < body.Length ? "application/octet-stream" : "application/json");
        }

        if (length < body.Length)
        {
            answer.ReadBinary(body.AsMemory(length));
        }

        return answer;
    }

    public bool IsBinary(string output) => _binary.ContainsKey(output);

    public long[] Shape(string output) => [.. Output(output).GetProperty("shape").EnumerateArray().Select(length => length.GetInt64())];

    public float[] Floats(string output) => Numbers(output, "FP32", item => item.GetSingle());

    public double[] Doubles(string output) => Numbers(output, "FP64", item => item.GetDouble());

    public string[] Texts(string output)
    {
        Output(output).GetProperty("datatype").GetString().ShouldBe("BYTES");
        if (!_binary.TryGetValue(output, out var left))
        {
            return [.. Output(output).GetProperty("data").EnumerateArray().Select(item => item.GetString()!)];
        }

        var texts = new List<string>();
        while (!left.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(left.Span);
            texts.Add(Encoding.UTF8.GetString(left.Span.Slice(4, length)));
            left = left[(4 + length)..];
        }

        return [.. texts];
    }

    private T[] Numbers<T>(string output, string datatype, Func<JsonElement, T> read)
        where T : unmanaged
    {
        Output(output).GetProperty("datatype").GetString().ShouldBe(datatype);
        return _binary.TryGetValue(output, out var bytes)
            ? MemoryMarshal.Cast<byte, T>(bytes.Span).ToArray()
            : [.. Output(output).GetProperty("data").EnumerateArray().Select(read)];
    }

    private JsonElement Output(string name) =>
        Json.GetProperty("outputs").EnumerateArray().Single(output => output.GetProperty("name").GetString() == name);

    private void ReadBinary(ReadOnlyMemory<byte> tail)
    {
        foreach (var output in Json.GetProperty("outputs").EnumerateArray())
        {
            if (output.TryGetProperty("parameters", out var parameters))
            {
                var size = parameters.GetProperty("binary_data_size").GetInt32();
                _binary[output.GetProperty("name").GetString()!] = tail[..size];
                tail = tail[size..];
            }
        }

        tail.Length.ShouldBe(0);
    }
}
