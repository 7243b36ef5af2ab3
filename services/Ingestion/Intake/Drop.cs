using System.Security.Cryptography;
using System.Text;
using Lesion.Storage;

namespace Lesion.Ingestion.Intake;

/// <summary>A version of an object in the inbox that is ours while it is taken in.</summary>
internal sealed class Drop(TakenObject taken)
{
    private byte[]? _bytes;

    public string Key => taken.Info.Key;

    /// <summary>The same for the same version of the same key, however often it is taken.</summary>
    public string Id { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{taken.Info.Key}\n{taken.VersionId}")).AsSpan(0, 16));

    public string VersionId => taken.VersionId;

    public ObjectInfo Info => taken.Info;

    /// <summary>Reads the whole file, unless its size says already that it is too large.</summary>
    /// <exception cref="RefusedDropException">The file is larger than <paramref name="maxBytes"/>.</exception>
    public async Task<byte[]> ReadAsync(int maxBytes, CancellationToken cancellationToken)
    {
        if (Info.Size > maxBytes)
        {
            throw new RefusedDropException(
                "tooLarge",
                $"'{Key}' has {Info.Size / 1048576.0:0.0} MiB; at most {maxBytes / 1048576.0:0.#} MiB are accepted. "
                + $"Save it smaller, or raise '{IngestionOptions.Section}:{nameof(IngestionOptions.MaxBytes)}'.");
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)Info.Size);
        await taken.Content.ReadExactlyAsync(bytes, cancellationToken);
        return _bytes = bytes;
    }

    /// <summary>The file from its beginning: from memory where it was read, else from the store. Once only.</summary>
    public Stream OpenContent() => _bytes is null ? taken.Content : new MemoryStream(_bytes, writable: false);
}
