namespace Lesion.Inference.Serving;

/// <summary>
/// A model that serves, and how many still hold it: the slot, until it is replaced, and each batch that leased it. Whoever
/// gives it back last disposes the session. Counted under the slot's lock.
/// </summary>
internal sealed class ModelSnapshot(OnnxModel model)
{
    private int _holders = 1;

    public OnnxModel Model { get; } = model;

    public void Hold() => Interlocked.Increment(ref _holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            Model.Dispose();
        }
    }
}
