namespace Lesion.Learning.Weights.Checkpoints.Pickling;

/// <summary>What stands for a Python class or function: <paramref name="Make"/> gives the value that a call with such arguments describes.</summary>
/// <param name="Make">Throws <see cref="InvalidDataException"/> where the arguments cannot be.</param>
internal sealed record PickleGlobal(Func<object?[], object?> Make);
