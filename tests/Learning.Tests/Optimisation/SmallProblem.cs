using Lesion.Imaging;
using Lesion.Learning.Native;
using Lesion.Learning.Optimisation.Optimisers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Optimisation;

/// <summary>Two layers to fit to noise: the same weights and the same data at each step, whoever asks.</summary>
internal sealed class SmallProblem : IDisposable
{
    private const int Inputs = 7, Hidden = 5, Outputs = 3, Rows = 8;

    private readonly Parameter _lower, _bias, _upper;

    /// <param name="rate">Of the lower layer; the upper's is given apart, or the same.</param>
    public SmallProblem(double rate, double? upperRate = null)
    {
        _lower = Draw(1, Hidden, Inputs);
        _bias = Draw(2, Hidden);
        _upper = Draw(3, Outputs, Hidden);
        Weights =
        [
            new TrainableWeight("lower.weight", _lower, rate),
            new TrainableWeight("lower.bias", _bias, rate),
            new TrainableWeight("upper.weight", _upper, upperRate ?? rate),
        ];
    }

    public IReadOnlyList<TrainableWeight> Weights { get; }

    public IEnumerable<Parameter> Parameters => Weights.Select(weight => weight.Value);

    /// <summary>Adds the gradients of one batch.</summary>
    public void Backward(int step)
    {
        using var scope = NewDisposeScope();
        var inputs = Noise(100 + step, Rows, Inputs);
        var targets = Noise(200 + step, Rows, Outputs);
        var hidden = nn.functional.linear(inputs, _lower, _bias).tanh();
        (nn.functional.linear(hidden, _upper) - targets).Square().mean().backward();
    }

    public float[] Values() => [.. Parameters.SelectMany(parameter => parameter.data<float>().ToArray())];

    public void Dispose()
    {
        foreach (var parameter in Parameters)
            parameter.Dispose();
    }

    private static Parameter Draw(int seed, params long[] shape)
    {
        var parameter = new Parameter(Noise(seed, shape), requires_grad: true);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    private static Tensor Noise(int seed, params long[] shape)
    {
        var random = SeededRandom.For(seed, purpose: 0);
        var values = new float[shape.Aggregate(1L, (count, extent) => count * extent)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)random.Between(-1, 1);
        // Copied, since a tensor made of an array lies where the array does, and matrix products of numbers that are not
        // aligned to 64 bytes differ in their last bits with where they lie.
        return tensor(values).reshape(shape).clone();
    }
}
