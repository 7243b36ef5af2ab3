namespace Lesion.Inference.Serving;

/// <summary>
/// The one reference to the model that serves. The lock makes reading the reference and taking the lease one step, so that
/// no lease is given on a model that was replaced before.
/// </summary>
internal sealed class ModelSlot : IDisposable
{
    private readonly Lock _gate = new();
    private ModelSnapshot? _current;

    /// <summary>What serves now, for reading its card; to run it takes a lease.</summary>
    public OnnxModel? Current => Volatile.Read(ref _current)?.Model;

    /// <summary>The model that serves, or null where none does.</summary>
    public ModelLease? TryLease()
    {
        lock (_gate)
        {
            if (_current is null)
            {
                return null;
            }

            _current.Hold();
            return new ModelLease(_current);
        }
    }

    /// <summary>Lets another model serve; the one before is disposed when its last lease is back.</summary>
    public void Exchange(OnnxModel next) => Replace(new ModelSnapshot(next));

    public void Dispose() => Replace(null);

    private void Replace(ModelSnapshot? next)
    {
        ModelSnapshot? previous;
        lock (_gate)
        {
            previous = _current;
            _current = next;
        }

        previous?.Release();
    }
}
