using Microsoft.Extensions.Options;

namespace Lesion.Inference.Serving;

/// <summary>
/// The one reference to the snapshot of all that serves. The lock makes reading it and taking a lease one step, so that no
/// lease is given on a model that was retired before. What a new snapshot leaves out is disposed when its last lease is back.
/// </summary>
internal sealed class ServingModels(IOptions<InferenceOptions> options) : IDisposable
{
    private readonly Lock _gate = new();
    private ServingSnapshot _current = ServingSnapshot.Empty;
    private long _leases;
    private bool _disposed;

    /// <summary>What a target names now, for reading its card; to run it takes a lease.</summary>
    public OnnxModel? Find(ModelTarget target) => Volatile.Read(ref _current).Find(target)?.Model;

    /// <summary>All that serves now, by the alias that names it; null: it was asked for by its number.</summary>
    public IReadOnlyList<(OnnxModel Model, string? Alias)> Serving() =>
        [.. Volatile.Read(ref _current).Named().Select(named => (named.Loaded.Model, named.Alias))];

    /// <summary>The model that a target names, or null where none serves under it.</summary>
    public ModelLease? TryLease(ModelTarget target)
    {
        lock (_gate)
        {
            if (_current.Find(target) is not { } loaded)
            {
                return null;
            }

            loaded.Hold();
            loaded.LastLease = ++_leases;
            return new ModelLease(_current, loaded);
        }
    }

    /// <summary>Lets an alias name a model that was loaded for it, in the place of the one before.</summary>
    /// <param name="alias">No version.</param>
    /// <param name="model">Is disposed here, sooner or later; null: the alias names nothing.</param>
    public void Serve(ModelTarget alias, OnnxModel? model) => Replace(current => With(current, alias, model is null ? null : new LoadedModel(model)));

    /// <summary>Lets an alias name a version that serves already, under whatever name; false where it does not.</summary>
    public bool TryServe(ModelTarget alias, int version)
    {
        var found = false;
        Replace(current =>
        {
            var loaded = current.Find(ModelTarget.Of(version));
            found = loaded is not null;
            return found ? With(current, alias, loaded) : current;
        });
        return found;
    }

    /// <summary>Lets a version serve by its number; the least recently used of those beyond the limit goes.</summary>
    public void Pin(OnnxModel model) => Replace(current =>
    {
        var pinned = current.Pinned.Add(new LoadedModel(model) { LastLease = ++_leases });
        return current with
        {
            Pinned = pinned.Count > options.Value.MaxLoadedVersions ? pinned.Remove(pinned.MinBy(one => one.LastLease)!) : pinned,
        };
    });

    public void Dispose() => Replace(current =>
    {
        _disposed = true;
        return ServingSnapshot.Empty;
    });

    private static ServingSnapshot With(ServingSnapshot current, ModelTarget alias, LoadedModel? loaded) =>
        alias.IsChallenger ? current with { Challenger = loaded } : current with { Champion = loaded };

    /// <summary>What is loaded while the service stops is put in and at once taken out, and so disposed.</summary>
    private void Replace(Func<ServingSnapshot, ServingSnapshot> change)
    {
        var retired = new List<LoadedModel>();
        lock (_gate)
        {
            Exchange(change(_current), retired);
            if (_disposed)
            {
                Exchange(ServingSnapshot.Empty, retired);
            }
        }

        retired.ForEach(loaded => loaded.Release());
    }

    private void Exchange(ServingSnapshot next, List<LoadedModel> retired)
    {
        var previous = _current;
        foreach (var loaded in next.Models.Except(previous.Models))
        {
            loaded.Hold();
        }

        retired.AddRange(previous.Models.Except(next.Models));
        Volatile.Write(ref _current, next);
    }
}
