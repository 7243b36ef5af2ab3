using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Lesion.Learning.Weights.Checkpoints.Pickling;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Weights.Checkpoints;

/// <summary>
/// Reads the state dict that <c>torch.save</c> wrote to a .pth file, in today's form (zip) and in the older one. Such files hold a
/// Python program; none of it is run, see <see cref="PickleReader"/>. Numbers go straight from the file into their tensor's
/// memory, one storage at a time.
/// </summary>
public static class TorchCheckpoint
{
    /// <summary>Tensors may share storages, but all of them take no more memory than so many times the file.</summary>
    private const int MostOfFile = 8;

    private const int TarMagicAt = 257;

    /// <exception cref="InvalidDataException">The file is damaged, holds something else than a state dict, or names what is not
    /// run; the message names the file, what it is, and the remedy.</exception>
    public static StateDict Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file, path);
    }

    /// <param name="stream">Seekable; read from its beginning.</param>
    /// <param name="source">What to call the stream in messages.</param>
    /// <exception cref="InvalidDataException">As of <see cref="Read(string)"/>.</exception>
    public static StateDict Read(Stream stream, string source)
    {
        try
        {
            return Load(stream, source);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"{source} is cut off. Fetch it again.", e);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                $"{source} cannot be read as PyTorch weights: {e.Message}. Fetch it again, or, where you trust it, load it in PyTorch "
                + "and save its state_dict() anew, best as .safetensors.", e);
        }
    }

    private static StateDict Load(Stream stream, string source)
    {
        if (IsZip(stream))
        {
            using var zip = new ZipCheckpoint(stream);
            return Load(zip, source, stream.Length);
        }

        if (IsTar(stream))
            throw new InvalidDataException("it is of the tar form of before PyTorch 0.1.10");
        stream.Position = 0;
        return Load(new LegacyCheckpoint(stream), source, stream.Length);
    }

    private static StateDict Load(ITorchFile file, string source, long length)
    {
        var tensors = Describe(file.Saved);
        if (tensors.Sum(tensor => (decimal)tensor.Tensor.Count * tensor.Tensor.Storage.Type.Size) > (decimal)MostOfFile * length)
            throw new InvalidDataException("its tensors share their storages so often that they would take many times the file's size");
        var state = new StateDict(source);
        try
        {
            foreach (var views in tensors.GroupBy(tensor => tensor.Tensor.Storage.Key))
                Load(file, [.. views], state);
            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    private static List<(string Name, TorchTensor Tensor)> Describe(object? saved)
    {
        if (saved is not PickleDictionary { Count: > 0 } dictionary)
            throw new InvalidDataException("it holds no state dict");
        return
        [
            .. dictionary.Select(pair => (pair.Key, pair.Value) is (string name, TorchTensor tensor)
                ? (name, tensor)
                : throw new InvalidDataException($"it holds no state dict: '{pair.Key}' is no tensor")),
        ];
    }

    /// <summary>Loads one storage and its tensors. A lone tensor takes the storage's memory over; others get their own.</summary>
    private static void Load(ITorchFile file, List<(string Name, TorchTensor Tensor)> views, StateDict state)
    {
        var storage = views[0].Tensor.Storage;
        if (views.Any(view => view.Tensor.Storage.Type != storage.Type || view.Tensor.Storage.Count != storage.Count))
            throw new InvalidDataException($"storage '{storage.Key}' is described in two ways");
        using var scope = NewDisposeScope();
        var run = Read(file, storage);
        foreach (var (name, view) in views)
        {
            var tensor = run.as_strided(view.Shape, view.Strides, view.Storage.Begin + view.Offset);
            var isAlone = views.Count == 1 && view.Count == run.numel();
            state.Add(name, isAlone ? tensor.contiguous() : tensor.clone().contiguous());
        }
    }

    private static Tensor Read(ITorchFile file, TorchStorage storage)
    {
        file.Check(storage);
        if (storage.Bytes > Array.MaxLength)
            throw new InvalidDataException($"storage '{storage.Key}' is larger than 2 GiB, which is not supported");
        var run = empty([storage.Count], storage.Type.Type);
        if (storage.Count > 0)
            file.Read(storage, run.bytes);
        if (storage.Count > 0 && file.IsBigEndian)
            SwapBytes(run.bytes, storage.Type.Size);
        return run;
    }

    private static void SwapBytes(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, short>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, int>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, long>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    private static bool IsZip(Stream stream) => Has(stream, 0, "PK\x03\x04"u8);

    private static bool IsTar(Stream stream) => Has(stream, TarMagicAt, "ustar"u8);

    private static bool Has(Stream stream, int position, ReadOnlySpan<byte> wanted)
    {
        Span<byte> there = stackalloc byte[wanted.Length];
        stream.Position = Math.Min(position, stream.Length);
        return stream.ReadAtLeast(there, there.Length, throwOnEndOfStream: false) == there.Length && there.SequenceEqual(wanted);
    }
}
