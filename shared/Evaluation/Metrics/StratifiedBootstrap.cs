using Lesion.Imaging;

namespace Lesion.Evaluation;

/// <summary>
/// Resamples of images, as a weight (how often drawn) for each: the cluster bootstrap. Whole groups are drawn with replacement,
/// since images of one group are not independent, and every image of a drawn group is taken. Groups are drawn within each
/// class, so that no class runs short by chance.
/// Sources: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13 (percentile interval); Field and Welsh,
/// "Bootstrapping clustered data", J. R. Statist. Soc. B 69 (2007) 369–390.
/// </summary>
/// <remarks>
/// A group of several classes, such as a patient with a nevus and a melanoma, is drawn among the groups of that class of its
/// own which fewest groups have: where images are scarce, all groups that have some are drawn against each other. A stratum
/// for each set of classes would often hold a single group, which is then in every resample and adds no variance. A resample
/// may lack a class whose every group also has a rarer one; it is drawn anew. With every group one image this is the
/// bootstrap of images stratified by class, draw by draw.
/// </remarks>
internal sealed class StratifiedBootstrap
{
    private readonly int[][][] _strata;
    private readonly List<int[]> _classesAtRisk;
    private readonly int[] _weights;
    private readonly SeededRandom _random;

    /// <param name="labels">The class of each image.</param>
    /// <param name="groups">The images of each group, each image in one; their order decides which are drawn.</param>
    public StratifiedBootstrap(IReadOnlyList<int> labels, int classes, IReadOnlyList<int[]> groups, long seed)
    {
        var groupsWith = groups.SelectMany(Classes).CountBy(k => k).ToDictionary();
        var byRarest = groups.ToLookup(group => Classes(group).MinBy(k => (groupsWith[k], k)));
        _strata = [.. Enumerable.Range(0, classes).Select(k => byRarest[k].ToArray())];
        _classesAtRisk =
        [
            .. groupsWith.Keys.Where(k => !byRarest.Contains(k))
                .Select(k => Enumerable.Range(0, labels.Count).Where(image => labels[image] == k).ToArray()),
        ];
        _weights = new int[labels.Count];
        _random = SeededRandom.For(seed, 0xB007);

        IEnumerable<int> Classes(int[] group) => group.Select(image => labels[image]).Distinct();
    }

    /// <summary>The next resample; the span is valid until the next call.</summary>
    public ReadOnlySpan<int> Draw()
    {
        do
        {
            DrawGroups();
        }
        while (_classesAtRisk.Exists(images => images.All(image => _weights[image] == 0)));

        return _weights;
    }

    /// <summary>The percentile interval of <paramref name="draws"/>, or null when none is a number.</summary>
    public static (double Low, double High)? Interval(IEnumerable<double> draws, double level)
    {
        var sorted = draws.Where(double.IsFinite).Order().ToArray();
        if (sorted.Length == 0)
            return null;
        var tail = (1 - level) / 2;
        return (Quantile(sorted, tail), Quantile(sorted, 1 - tail));
    }

    private void DrawGroups()
    {
        Array.Clear(_weights);
        foreach (var stratum in _strata)
        {
            for (var i = 0; i < stratum.Length; i++)
            {
                foreach (var image in stratum[_random.NextBelow(stratum.Length)])
                    _weights[image]++;
            }
        }
    }

    private static double Quantile(double[] sorted, double q)
    {
        var at = q * (sorted.Length - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
