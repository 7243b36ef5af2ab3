namespace Lesion.Inference.Serving;

/// <summary>The right to run a model; until it is disposed, the model is not.</summary>
/// <param name="snapshot">What served when the lease was taken.</param>
/// <param name="loaded">One of its models.</param>
internal sealed class ModelLease(ServingSnapshot snapshot, LoadedModel loaded) : IDisposable
{
    private int _returned;

    public OnnxModel Model { get; } = loaded.Model;

    /// <summary>Whether a target named this model when the lease was taken.</summary>
    public bool Is(ModelTarget target) => ReferenceEquals(snapshot.Find(target), loaded);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            loaded.Release();
        }
    }
}
