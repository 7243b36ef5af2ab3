using System.ComponentModel.DataAnnotations;

namespace Lesion.Inference.Protocol;

/// <summary>The Open Inference Protocol under <c>/v2</c>; section <c>Lesion:Inference:Protocol</c>.</summary>
public sealed class ProtocolOptions
{
    public const string Section = "Lesion:Inference:Protocol";

    /// <summary>Bytes of the body of one request, tensors and JSON together; more are refused with 413. Default 64 MiB.</summary>
    [Range(1024, 1 << 30)]
    public int MaxBodyBytes { get; set; } = 64 << 20;
}
