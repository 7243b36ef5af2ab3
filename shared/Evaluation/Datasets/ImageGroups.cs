namespace Lesion.Evaluation.Datasets;

/// <summary>
/// Groups: connected components over shared group keys and perceptual twins. What is in one group shows the same lesion or
/// the same patient, and must not be trained on and tested on at once.
/// </summary>
internal static class ImageGroups
{
    /// <summary>Places in <paramref name="candidates"/>, by group; members in the order given.</summary>
    public static IEnumerable<List<int>> Of(IReadOnlyList<DatasetCandidate> candidates)
    {
        var union = new UnionFind(candidates.Count);
        JoinByKey(candidates, union);
        JoinTwins(candidates, union);

        var groups = new Dictionary<int, List<int>>();
        for (var i = 0; i < candidates.Count; i++)
        {
            var root = union.Find(i);
            if (!groups.TryGetValue(root, out var members))
                groups[root] = members = [];
            members.Add(i);
        }

        return groups.Values;
    }

    private static void JoinByKey(IReadOnlyList<DatasetCandidate> candidates, UnionFind union)
    {
        var firstWithKey = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < candidates.Count; i++)
        {
            foreach (var key in candidates[i].GroupKeys)
            {
                if (!firstWithKey.TryAdd(key, i))
                    union.Join(firstWithKey[key], i);
            }
        }
    }

    private static void JoinTwins(IReadOnlyList<DatasetCandidate> candidates, UnionFind union)
    {
        var hashed = Enumerable.Range(0, candidates.Count).Where(i => candidates[i].Hash is not null).ToArray();
        var twins = new UnionFind(hashed.Length);
        PerceptualTwins.Join([.. hashed.Select(i => candidates[i].Hash!.Value)], twins);
        for (var i = 0; i < hashed.Length; i++)
            union.Join(hashed[twins.Find(i)], hashed[i]);
    }
}
