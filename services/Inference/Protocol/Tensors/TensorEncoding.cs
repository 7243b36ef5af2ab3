namespace Lesion.Inference.Protocol.Tensors;

/// <summary>How the elements of a tensor came.</summary>
internal enum TensorEncoding
{
    /// <summary>The text of a JSON array.</summary>
    Json,

    /// <summary>Row-major and little-endian; byte strings each behind its length.</summary>
    Binary,

    /// <summary>As binary, and a byte string is the whole of it: a body without JSON.</summary>
    Raw,
}
