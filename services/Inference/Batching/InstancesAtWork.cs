namespace Lesion.Inference.Batching;

/// <summary>How many instances run a batch now.</summary>
internal sealed class InstancesAtWork
{
    private int _count;

    /// <returns>Whether no other was at work.</returns>
    public bool Begin() => Interlocked.Increment(ref _count) == 1;

    public void End() => Interlocked.Decrement(ref _count);
}
