namespace Lesion.Inference.Serving;

/// <summary>
/// A model that serves, and how many hold it: the snapshot, until another without it takes its place, and each batch that
/// leased it. Whoever gives it back last disposes the session. Held under the lock of <see cref="ServingModels"/>.
/// </summary>
internal sealed class LoadedModel(OnnxModel model)
{
    private int _holders;

    public OnnxModel Model { get; } = model;

    /// <summary>The number of the last lease: of two models, the one with the lower was used less recently.</summary>
    public long LastLease { get; set; }

    public void Hold() => Interlocked.Increment(ref _holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            Model.Dispose();
        }
    }
}
