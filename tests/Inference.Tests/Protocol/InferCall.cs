using System.Buffers.Binary;
using System.Text;
using Lesion.Inference.Tests.Hosting;

namespace Lesion.Inference.Tests.Protocol;

/// <summary>Asks under <c>/v2</c> as a client does.</summary>
internal static class InferCall
{
    public const string Graph = "/v2/models/lesion/infer";
    public const string Pictures = "/v2/models/lesion-images/infer";

    public static async Task<InferResponse> GetAsync(this InferenceHost host, string path)
    {
        using var response = await host.Http.GetAsync(path, TestContext.Current.CancellationToken);
        return await InferResponse.ReadAsync(response);
    }

    /// <summary>Posts JSON, and behind it binary tensors where there are any.</summary>
    /// <param name="jsonLength">What the header says; null is the truth, or no header without binary tensors.</param>
    public static async Task<InferResponse> InferAsync(
        this InferenceHost host, string path, string json, byte[]? binary = null, string? jsonLength = null)
    {
        var text = Encoding.UTF8.GetBytes(json);
        using var content = new ByteArrayContent([.. text, .. binary ?? []]);
        if (binary is not null || jsonLength is not null)
        {
            content.Headers.Add("Inference-Header-Content-Length", jsonLength ?? $"{text.Length}");
        }

        using var response = await host.Http.PostAsync(path, content, TestContext.Current.CancellationToken);
        return await InferResponse.ReadAsync(response);
    }

    /// <summary>A request of one tensor <c>image</c> with its elements in JSON.</summary>
    /// <param name="rest">Further members of the request, each behind a comma.</param>
    public static string Image(byte[] pixels, int rows, string rest = "") => $$"""
        { "inputs": [ { "name": "image", "datatype": "UINT8", "shape": [{{rows}}, 8, 8, 3], "data": [{{string.Join(',', pixels)}}] } ]{{rest}} }
        """;

    /// <summary>The same, with its elements behind the JSON.</summary>
    public static string BinaryImage(int rows, string rest = "") => $$"""
        { "inputs": [ { "name": "image", "datatype": "UINT8", "shape": [{{rows}}, 8, 8, 3],
          "parameters": { "binary_data_size": {{rows * 192}} } } ]{{rest}} }
        """;

    /// <summary>A request of the tensor <c>bytes</c>, and the tensor.</summary>
    public static (string Json, byte[] Binary) Files(byte[][] files, string rest = "")
    {
        byte[] binary = [.. files.SelectMany(Element)];
        return ($$"""
            { "inputs": [ { "name": "bytes", "datatype": "BYTES", "shape": [{{files.Length}}],
              "parameters": { "binary_data_size": {{binary.Length}} } } ]{{rest}} }
            """, binary);
    }

    private static byte[] Element(byte[] file)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, file.Length);
        return [.. length, .. file];
    }
}
