namespace Lesion.Inference.Protocol.Wire;

/// <summary>Headers of the binary tensor data extension.</summary>
internal static class ProtocolHeaders
{
    /// <summary>The length of the JSON object, where tensors in binary follow it.</summary>
    public const string JsonLength = "Inference-Header-Content-Length";
}
