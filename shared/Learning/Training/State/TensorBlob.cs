using System.Text.Json;
using Lesion.Learning.Weights;
using Lesion.Storage;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.State;

/// <summary>One array with a JSON note beside it, as safetensors.</summary>
internal static class TensorBlob
{
    private const string Name = "values";
    private const string NoteKey = "note";

    public static byte[] Pack<TNote>(Tensor values, TNote note)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(
            stream,
            [KeyValuePair.Create(Name, values)],
            new Dictionary<string, string> { [NoteKey] = JsonSerializer.Serialize(note, LesionJson.Options) });
        return stream.ToArray();
    }

    /// <param name="name">For messages.</param>
    /// <exception cref="InvalidDataException">The blob is damaged.</exception>
    public static (T[] Values, TNote Note) Unpack<T, TNote>(byte[] blob, string name)
        where T : unmanaged
    {
        using var stream = new MemoryStream(blob);
        using var state = SafeTensors.Read(stream, name);
        var note = state.Metadata.TryGetValue(NoteKey, out var json)
            ? JsonSerializer.Deserialize<TNote>(json, LesionJson.Options)
            : default;
        return note is null
            ? throw new InvalidDataException($"Training blob '{name}' has no note.")
            : (state[Name].data<T>().ToArray(), note);
    }
}
