using static TorchSharp.torch;

namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>
/// All that happens to the trained weights in a step: gradients are clipped and applied, and the weights averaged. What it
/// knows can be stored between two steps and taken up elsewhere to the same bytes.
/// </summary>
internal sealed class WeightUpdater : IDisposable
{
    private readonly WeightBuffer _weights;
    private readonly Optimiser _optimiser;
    private readonly AveragedWeights? _averages;
    private readonly double? _clip;

    /// <param name="weights">They become views of the updater's memory; their gradients are cleared.</param>
    /// <param name="averageDecay">Of the averaged weights, in [0, 1); 0 keeps none.</param>
    /// <param name="clip">The largest norm of all gradients together; null clips nothing.</param>
    /// <exception cref="ArgumentException">There is no weight, two have one name, or one asks for no gradient.</exception>
    public WeightUpdater(
        IReadOnlyList<TrainableWeight> weights, OptimiserRecipe recipe, double averageDecay = 0, double? clip = null)
    {
        _weights = new WeightBuffer(weights);
        _optimiser = Optimiser.Create(recipe, _weights);
        _averages = averageDecay > 0 ? new AveragedWeights(_weights, averageDecay) : null;
        _clip = clip;
    }

    /// <summary>Steps done.</summary>
    public int Steps => _optimiser.Steps;

    /// <summary>Applies the gradients and clears them.</summary>
    /// <param name="factor">The schedule's, on every rate.</param>
    public void Step(double factor)
    {
        if (_clip is { } largest)
            _weights.ClipGradients(largest);
        _optimiser.Step(factor);
        _averages?.Update(Steps);
    }

    /// <summary>Exchanges the weights and their averages, if there are any; done twice, nothing has changed.</summary>
    public void Swap() => _averages?.Swap();

    /// <summary>The weights and all that goes with them, by name; the tensors stay the updater's own.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State() =>
        [.. _weights.State(), .. _optimiser.State(), .. _averages?.State() ?? []];

    /// <summary>Takes up a stored state, weights included.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> stored, int steps)
    {
        _weights.Load(stored);
        _optimiser.Load(stored, steps);
        _averages?.Load(stored);
    }

    /// <summary>The weights stay as they are, the network's own.</summary>
    public void Dispose()
    {
        _averages?.Dispose();
        _optimiser.Dispose();
        _weights.Dispose();
    }
}
