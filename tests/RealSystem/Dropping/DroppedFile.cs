using System.Security.Cryptography;
using System.Text;

namespace Lesion.Testing;

/// <summary>A file that the store has confirmed to hold in the inbox: one object, one version.</summary>
/// <param name="ImageId">Lower-case hexadecimal SHA-256 of its bytes.</param>
/// <param name="Refusal">As in <see cref="FileToDrop"/>.</param>
/// <param name="Unconfirmed">How often the same bytes were put under the same key without an answer: each may be one more drop.</param>
public sealed record DroppedFile(string Key, string VersionId, string ImageId, string? Refusal, int Unconfirmed)
{
    /// <summary>The id under which the system keeps this drop: the same for the same version of the same key.</summary>
    public string DropId => IdOf(Key, VersionId);

    /// <summary>The first half of the SHA-256 of key and version.</summary>
    public static string IdOf(string key, string versionId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{versionId}")).AsSpan(0, 16));

    public override string ToString() => $"'{Key}' (version {VersionId})";
}
