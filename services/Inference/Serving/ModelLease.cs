namespace Lesion.Inference.Serving;

/// <summary>The right to run a model; until it is disposed, the model is not.</summary>
internal sealed class ModelLease(ModelSnapshot snapshot) : IDisposable
{
    private ModelSnapshot? _snapshot = snapshot;

    public OnnxModel Model { get; } = snapshot.Model;

    public void Dispose() => Interlocked.Exchange(ref _snapshot, null)?.Release();
}
