using Lesion.Contracts;
using Microsoft.Extensions.Options;

namespace Lesion.Inference.Classifying;

/// <summary>Answers by version and image, as many as the options say; the one that was not asked for longest makes room.</summary>
internal sealed class ClassificationCache(InferenceMetrics metrics, IOptions<InferenceOptions> options)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Classification> _byUse = new();
    private readonly Dictionary<(int Version, string ImageId), LinkedListNode<Classification>> _answers = [];

    public Classification? Find(int version, string imageId)
    {
        if (options.Value.CacheEntries == 0)
        {
            return null;
        }

        Classification? found = null;
        lock (_gate)
        {
            if (_answers.TryGetValue((version, imageId), out var node))
            {
                _byUse.Remove(node);
                _byUse.AddLast(node);
                found = node.Value;
            }
        }

        metrics.RecordLookup(hit: found is not null);
        return found;
    }

    public void Add(Classification answer)
    {
        if (options.Value.CacheEntries == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_answers.TryAdd(Key(answer), new LinkedListNode<Classification>(answer)))
            {
                _byUse.AddLast(_answers[Key(answer)]);
                if (_answers.Count > options.Value.CacheEntries)
                {
                    _answers.Remove(Key(_byUse.First!.Value));
                    _byUse.RemoveFirst();
                }
            }
        }
    }

    private static (int Version, string ImageId) Key(Classification answer) => (answer.Model.Version, answer.ImageId);
}
