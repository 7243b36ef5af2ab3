using System.IO.Compression;
using Lesion.Learning.Weights.Checkpoints.Pickling;

namespace Lesion.Learning.Weights.Checkpoints;

/// <summary>
/// What <c>torch.save</c> writes since PyTorch 1.6: a zip archive with <c>&lt;name&gt;/data.pkl</c>, a storage each in
/// <c>&lt;name&gt;/data/&lt;key&gt;</c>, and <c>&lt;name&gt;/byteorder</c>. PyTorch compresses nothing, and nothing compressed is read:
/// a file cannot unfold to more than it is.
/// </summary>
internal sealed class ZipCheckpoint : ITorchFile, IDisposable
{
    private const string Pickle = "/data.pkl";

    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];
    private readonly string _root;

    /// <param name="stream">Seekable; left open.</param>
    /// <exception cref="InvalidDataException">The archive is damaged, or something else than a checkpoint.</exception>
    public ZipCheckpoint(Stream stream)
    {
        _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in _archive.Entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry))
                throw new InvalidDataException($"two entries of the archive are named '{entry.FullName}'");
        }

        var pickles = _entries.Keys.Where(name => name.EndsWith(Pickle, StringComparison.Ordinal)).ToList();
        _root = pickles is [var pickle]
            ? pickle[..^Pickle.Length]
            : throw new InvalidDataException("it is a zip archive, but not one of torch.save: it has no data.pkl");
        using var described = new BufferedStream(Open(_entries[pickle]));
        Saved = new PickleReader(described, TorchGlobals.All, TorchStorage.FromId).Read();
        IsBigEndian = _entries.TryGetValue($"{_root}/byteorder", out var order) && IsBig(order);
    }

    public object? Saved { get; }

    public bool IsBigEndian { get; }

    public void Check(TorchStorage storage)
    {
        if (!_entries.TryGetValue(NameOf(storage), out var entry))
            throw new InvalidDataException($"the archive has no storage '{storage.Key}'");
        if (entry.Length != storage.Bytes)
            throw new InvalidDataException($"storage '{storage.Key}' has {entry.Length} bytes instead of {storage.Bytes}");
        using var stream = Open(entry);
    }

    public void Read(TorchStorage storage, Span<byte> bytes)
    {
        using var stream = Open(_entries[NameOf(storage)]);
        stream.ReadExactly(bytes);
    }

    public void Dispose() => _archive.Dispose();

    private string NameOf(TorchStorage storage) => $"{_root}/data/{storage.Key}";

    private static bool IsBig(ZipArchiveEntry order)
    {
        Span<byte> text = stackalloc byte[3];
        using var stream = Open(order);
        return stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) == text.Length && text.SequenceEqual("big"u8);
    }

    private static Stream Open(ZipArchiveEntry entry) => entry.CompressedLength == entry.Length
        ? entry.Open()
        : throw new InvalidDataException(
            $"the archive's entry '{entry.FullName}' is compressed, which PyTorch never does; save the weights anew with torch.save");
}
