namespace Lesion.Gateway.Http;

/// <summary>A file in a request.</summary>
/// <param name="FileName">As the client calls it; null where it does not.</param>
internal sealed record Upload(ReadOnlyMemory<byte> Bytes, string? FileName);
