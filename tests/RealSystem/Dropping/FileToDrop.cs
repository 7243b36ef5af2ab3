namespace Lesion.Testing;

/// <summary>A file for the inbox.</summary>
/// <param name="Key">Where in the inbox: <c>label/name</c>.</param>
/// <param name="Refusal">The code of the reason for which it must be refused, such as <c>notAnImage</c>; null where it is a good picture.</param>
public sealed record FileToDrop(string Key, ReadOnlyMemory<byte> Bytes, string? Refusal = null);
