using Lesion.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>
/// The exponential moving average of the weights over the steps. It begins as the weights themselves and warms up: its
/// decay is at most (1 + n) / (10 + n) after n steps, as in TensorFlow's <c>ExponentialMovingAverage</c>.
/// </summary>
internal sealed class AveragedWeights : IDisposable
{
    private const string Prefix = "average";

    private readonly FlatTensor _values;
    private readonly FlatTensor _averages;
    private readonly double _decay;

    /// <param name="decay">In [0, 1).</param>
    public AveragedWeights(WeightBuffer weights, double decay)
    {
        (_values, _averages, _decay) = (weights.Values, new FlatTensor(weights.Layout), decay);
        using var withoutGradients = no_grad();
        _averages.All.copy_(_values.All);
    }

    /// <param name="steps">Done so far, with the one that was just done.</param>
    public void Update(int steps)
    {
        using var withoutGradients = no_grad();
        var decay = Math.Min(_decay, (1.0 + steps) / (10 + steps));
        _averages.All.Mul_(decay).Add_(_values.All, 1 - decay);
    }

    /// <summary>Exchanges the weights and their averages; done twice, nothing has changed.</summary>
    public void Swap()
    {
        using var withoutGradients = no_grad();
        using var kept = _values.All.clone();
        _values.All.copy_(_averages.All);
        _averages.All.copy_(kept);
    }

    /// <summary>By name; the tensors stay this one's own.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State() => _averages.Named(Prefix);

    /// <summary>Takes up what <see cref="State"/> gave.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> stored) => _averages.Load(Prefix, stored);

    public void Dispose() => _averages.Dispose();
}
