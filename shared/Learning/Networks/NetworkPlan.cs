using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Weights.Library;

namespace Lesion.Learning.Networks;

/// <summary>What a classifier is made of, as data.</summary>
public sealed record NetworkPlan
{
    /// <summary>The pretrained weights' name, or a file. Default: those that ship with Lesion.</summary>
    public string Weights { get; init; } = PretrainedWeights.Default;

    /// <summary>The network's name in <see cref="NetworkZoo"/>, needed where <see cref="Weights"/> is a file. Default (null): the one that the weights are for.</summary>
    public string? Network { get; init; }

    /// <summary>The stages whose output is pooled into the embedding. Default (null): the zoo's for the network.</summary>
    public IReadOnlyList<string>? Taps { get; init; }

    /// <summary>Pool each tapped channel's mean over the image. Default: yes.</summary>
    public bool PoolMean { get; init; } = true;

    /// <summary>Pool each tapped channel's standard deviation over the image. Default: yes.</summary>
    public bool PoolDeviation { get; init; } = true;

    /// <summary>
    /// Pool each tapped channel's mean about the image's centre too, weighted by a Gaussian of this standard deviation, in
    /// halves of the image's sides. Default (null): no.
    /// </summary>
    public double? PoolCentre { get; init; }

    /// <summary>What makes logits of the embedding. Default: a linear head.</summary>
    public HeadPlan Head { get; init; } = new();

    /// <summary>The classes, in the order of the logits.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Further trunks, whose features are put beside those of the first. Default: none.</summary>
    public IReadOnlyList<TrunkPlan> Companions { get; init; } = [];

    internal IReadOnlyList<TrunkPlan> Trunks => [new TrunkPlan(Weights, Network, Taps), .. Companions];

    internal Pooling Pooling => new(PoolMean, PoolDeviation, PoolCentre is { } sigma ? new CentreWeights(sigma) : null);

    /// <exception cref="ArgumentException">No network can serve the plan; the message says why.</exception>
    internal void Check()
    {
        if (!(PoolMean || PoolDeviation || PoolCentre is not null))
            throw new ArgumentException("A network needs the mean, the deviation or the mean about the centre pooled from its taps.");
        if (PoolCentre is { } sigma && !(sigma is >= 0.05 and <= 10))
            throw new ArgumentException($"The centre's standard deviation lies from 0.05 to 10 halves of the image's sides; given: {sigma}.");
        if (Classes.Count < 2 || Classes.Distinct().Count() < Classes.Count)
            throw new ArgumentException($"A network needs two or more different classes; given: {string.Join(", ", Classes)}.");
        if (Trunks.Select(trunk => trunk.Weights).Distinct().Count() <= Companions.Count)
            throw new ArgumentException($"A network takes each trunk once; given: {string.Join(", ", Trunks.Select(trunk => trunk.Weights))}.");
        Head.Check();
    }
}
