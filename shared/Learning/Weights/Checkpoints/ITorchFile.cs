namespace Lesion.Learning.Weights.Checkpoints;

/// <summary>One of the forms that <c>torch.save</c> wrote.</summary>
internal interface ITorchFile
{
    /// <summary>What was saved, described: tensors are <see cref="TorchTensor"/>s.</summary>
    object? Saved { get; }

    /// <summary>Whether the most significant byte of a number comes first.</summary>
    bool IsBigEndian { get; }

    /// <summary>Whether the file has the whole storage.</summary>
    /// <exception cref="InvalidDataException">It has not.</exception>
    void Check(TorchStorage storage);

    /// <summary>Reads a checked storage.</summary>
    /// <param name="storage">Which.</param>
    /// <param name="bytes">As many as the storage has; filled.</param>
    void Read(TorchStorage storage, Span<byte> bytes);
}
