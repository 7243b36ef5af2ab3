using static TorchSharp.torch;

namespace Lesion.Learning.Weights.Checkpoints;

/// <summary>A run of numbers that tensors are views of.</summary>
/// <param name="Key">Its name within the file.</param>
/// <param name="Type">Of its elements.</param>
/// <param name="Count">Of the elements of the whole run.</param>
/// <param name="Begin">The first element that counts; not 0 only where a part of the run was saved as a storage of its own.</param>
/// <param name="Length">How many elements count.</param>
internal sealed record TorchStorage(string Key, TorchElement Type, long Count, long Begin, long Length)
{
    /// <summary>What a persistent id stands for: ('storage', type, key, device, elements[, (key of the part, begin, length) or None]).</summary>
    /// <exception cref="InvalidDataException">It is of another kind, or cannot be.</exception>
    public static TorchStorage FromId(object?[] id) => id switch
    {
        ["module", ..] => throw new InvalidDataException(
            "it holds a whole module with its code, not weights; save model.state_dict()"),
        ["storage", TorchElement type, string key, string, long and >= 0 and var count] => new(key, type, count, 0, count),
        ["storage", TorchElement type, string key, string, long and >= 0 and var count, null] => new(key, type, count, 0, count),
        ["storage", TorchElement type, string key, string, long and >= 0 and var count, object?[] and [string, long begin, long length]]
            when begin >= 0 && length >= 0 && begin <= count - length => new(key, type, count, begin, length),
        _ => throw new InvalidDataException("a storage is described in a way that cannot be"),
    };

    /// <summary>The length of the whole run in bytes.</summary>
    /// <exception cref="InvalidDataException">It is beyond all measure.</exception>
    public long Bytes => Count <= long.MaxValue / Type.Size
        ? Count * Type.Size
        : throw new InvalidDataException($"storage '{Key}' has an impossible length");
}
