namespace Lesion.Inference.Protocol.Tensors;

/// <summary>The protocol's names for the types of elements that are used here.</summary>
internal static class Datatype
{
    public const string UInt8 = "UINT8";
    public const string Fp32 = "FP32";
    public const string Fp64 = "FP64";

    /// <summary>Byte strings of any length; in binary each follows its length, a 32-bit little-endian number.</summary>
    public const string Bytes = "BYTES";
}
