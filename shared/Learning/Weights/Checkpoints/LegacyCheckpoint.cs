using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Lesion.Learning.Weights.Checkpoints.Pickling;

namespace Lesion.Learning.Weights.Checkpoints;

/// <summary>
/// What <c>torch.save</c> wrote from PyTorch 0.1.10 to 1.5, as are most of torchvision's files: five pickles (a magic number, the
/// protocol's, facts of the machine, what was saved, the keys of its storages), then each storage: its count in eight bytes,
/// and its numbers.
/// </summary>
internal sealed class LegacyCheckpoint : ITorchFile
{
    private const long ProtocolVersion = 1001;

    private static readonly BigInteger Magic =
        BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private readonly Stream _stream;
    private readonly Dictionary<string, TorchStorage> _described = [];
    private readonly Dictionary<string, long> _positions = [];

    /// <param name="stream">Seekable, at the beginning; left open.</param>
    /// <exception cref="InvalidDataException">It is damaged, or something else than a checkpoint.</exception>
    public LegacyCheckpoint(Stream stream)
    {
        _stream = stream;
        var reader = new PickleReader(stream, TorchGlobals.All, Describe);
        if (reader.Read() is not BigInteger number || number != Magic)
            throw new InvalidDataException("it is a pickle, but not one of torch.save");
        if (reader.Read() is not ProtocolVersion)
            throw new InvalidDataException("it is of an unknown protocol of torch.save; save the weights anew with a newer PyTorch");
        IsBigEndian = reader.Read() is PickleDictionary machine && machine.GetValueOrDefault("little_endian") is false;
        Saved = reader.Read();
        Locate(reader.Read() as List<object?> ?? throw new InvalidDataException("it does not list its storages"));
    }

    public object? Saved { get; }

    public bool IsBigEndian { get; }

    public void Check(TorchStorage storage)
    {
        if (!_positions.ContainsKey(storage.Key))
            throw new InvalidDataException($"it has no storage '{storage.Key}'");
    }

    public void Read(TorchStorage storage, Span<byte> bytes)
    {
        _stream.Position = _positions[storage.Key];
        _stream.ReadExactly(bytes);
    }

    private TorchStorage Describe(object?[] id)
    {
        var storage = TorchStorage.FromId(id);
        _described.TryAdd(storage.Key, storage);
        return storage;
    }

    private void Locate(List<object?> keys)
    {
        Span<byte> count = stackalloc byte[8];
        foreach (var key in keys)
        {
            if (key is not string name || !_described.TryGetValue(name, out var storage))
                throw new InvalidDataException($"it lists a storage '{key}' that no tensor is in");
            _stream.ReadExactly(count);
            if (BinaryPrimitives.ReadInt64LittleEndian(count) != storage.Count)
                throw new InvalidDataException($"storage '{name}' has another length than its tensors say");
            if (storage.Bytes > _stream.Length - _stream.Position)
                throw new InvalidDataException($"it is cut off within storage '{name}'");
            _positions[name] = _stream.Position;
            _stream.Seek(storage.Bytes, SeekOrigin.Current);
        }
    }
}
