using System.Collections.Concurrent;

namespace Lesion.Learning.Training.State;

/// <summary>Blobs of a training that lives and dies with its process.</summary>
public sealed class MemoryTrainingBlobs : ITrainingBlobs
{
    private readonly ConcurrentDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);

    public Task PutAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        _blobs[name] = content;
        return Task.CompletedTask;
    }

    public Task<byte[]> GetAsync(string name, CancellationToken cancellationToken) =>
        _blobs.TryGetValue(name, out var content)
            ? Task.FromResult(content)
            : throw new FileNotFoundException($"There is no training blob '{name}'.");
}
