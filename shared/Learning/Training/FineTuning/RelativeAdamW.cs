using Lesion.Learning.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.FineTuning;

/// <summary>
/// AdamW whose rate is relative: a tensor's step is rate × its own root mean square × the usual direction, and its values
/// shrink by rate × decay. Source: Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019; the relative
/// step as in Shazeer and Stern, "Adafactor", ICML 2018.
/// It averages the weights as it goes (exponential moving average), and all it knows can be stored.
/// </summary>
internal sealed class RelativeAdamW : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.99;
    private const double Epsilon = 1e-8;
    private const double SmallestScale = 1e-3;

    private readonly IReadOnlyList<(string Name, Parameter Value, double Rate)> _weights;
    private readonly Dictionary<string, Tensor> _state = new(StringComparer.Ordinal);
    private readonly double _decay;
    private readonly double _averageDecay;
    private int _steps;

    /// <param name="averageDecay">Of the averaged weights; warms up as (1 + steps) / (10 + steps).</param>
    public RelativeAdamW(IReadOnlyList<(string Name, Parameter Value, double Rate)> weights, double decay, double averageDecay)
    {
        (_weights, _decay, _averageDecay) = (weights, decay, averageDecay);
        using var scope = NewDisposeScope();
        foreach (var (name, value, _) in weights)
        {
            _state[$"first.{name}"] = zeros_like(value).DetachFromDisposeScope();
            _state[$"second.{name}"] = zeros_like(value).DetachFromDisposeScope();
            _state[$"average.{name}"] = value.detach().clone().DetachFromDisposeScope();
        }
    }

    /// <summary>Applies the gradients and clears them.</summary>
    /// <param name="warmUp">Steps over which the rate rises to its full height.</param>
    public void Step(int warmUp)
    {
        using var withoutGradients = no_grad();
        _steps++;
        var warmth = Math.Min(1, (double)_steps / Math.Max(1, warmUp));
        var averageDecay = Math.Min(_averageDecay, (1.0 + _steps) / (10 + _steps));
        foreach (var (name, value, rate) in _weights)
        {
            using var scope = NewDisposeScope();
            var gradient = value.grad ?? throw new InvalidOperationException($"Weight '{name}' got no gradient.");
            var (first, second, average) = (_state[$"first.{name}"], _state[$"second.{name}"], _state[$"average.{name}"]);
            first.mul_(Beta1).add_(gradient, 1 - Beta1);
            second.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
            var direction = first / (1 - Math.Pow(Beta1, _steps))
                / ((second / (1 - Math.Pow(Beta2, _steps))).sqrt() + Epsilon);
            var scale = Math.Max(value.square().mean().sqrt().item<float>(), SmallestScale);
            value.mul_(1 - warmth * rate * _decay).add_(direction, -warmth * rate * scale);
            average.mul_(averageDecay).add_(value, 1 - averageDecay);
            gradient.zero_();
        }
    }

    /// <summary>Exchanges the weights and their averages; done twice, nothing has changed.</summary>
    public void Swap()
    {
        using var withoutGradients = no_grad();
        foreach (var (name, value, _) in _weights)
        {
            using var scope = NewDisposeScope();
            var average = _state[$"average.{name}"];
            var kept = value.clone();
            value.copy_(average);
            average.copy_(kept);
        }
    }

    /// <summary>The weights and all that goes with them; the tensors stay the optimiser's own.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State() =>
        _state.Concat(_weights.Select(weight => KeyValuePair.Create<string, Tensor>($"weight.{weight.Name}", weight.Value)));

    public int Steps => _steps;

    /// <summary>Takes up a stored state, weights included.</summary>
    public void Load(StateDict stored, int steps)
    {
        using var withoutGradients = no_grad();
        _steps = steps;
        foreach (var (name, target) in State().ToList())
            target.copy_(stored[name]);
    }

    public void Dispose()
    {
        foreach (var tensor in _state.Values)
            tensor.Dispose();
        _state.Clear();
    }
}
