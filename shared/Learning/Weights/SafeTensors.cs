using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Weights;

/// <summary>
/// The safetensors format: eight bytes of header length (little-endian), a JSON header with each tensor's type, shape and
/// place, then the tensors' bytes without gaps. Nothing in such a file is executed.
/// Tensors are streamed, one at a time, straight into their own memory.
/// </summary>
public static class SafeTensors
{
    /// <exception cref="InvalidDataException">The file is damaged or of another format; the message names it.</exception>
    public static StateDict Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file, path);
    }

    /// <param name="stream">Read from where it stands to its end.</param>
    /// <param name="source">What to call the stream in messages.</param>
    /// <exception cref="InvalidDataException">The data is damaged or of another format; the message names the source.</exception>
    public static StateDict Read(Stream stream, string source)
    {
        var header = SafeTensorsHeader.Read(stream, source);
        var state = new StateDict(source, header.Metadata);
        try
        {
            foreach (var entry in header.Entries)
            {
                var tensor = empty(entry.Shape, entry.Type);
                state.Add(entry.Name, tensor);
                if (entry.Length == 0)
                    continue;
                if (stream.ReadAtLeast(tensor.bytes, tensor.bytes.Length, throwOnEndOfStream: false) < tensor.bytes.Length)
                    throw new InvalidDataException($"{source} is cut off within tensor '{entry.Name}'. Fetch it again.");
            }
            if (stream.ReadByte() != -1)
                throw new InvalidDataException($"{source} goes on after its last tensor: it is damaged. Fetch it again.");
            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>Writes the tensors in ordinal order of their names, so that equal states give equal bytes.</summary>
    public static void Write(
        Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal).ToList();
        stream.Write(SafeTensorsHeader.Format(ordered, metadata));
        foreach (var (_, tensor) in ordered)
        {
            using var scope = NewDisposeScope();
            if (tensor.numel() > 0)
                stream.Write(tensor.detach().cpu().contiguous().bytes);
        }
    }

    /// <summary>Writes a file that is whole or not there.</summary>
    public static void Write(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = File.Create(unfinished))
                Write(file, tensors, metadata);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
