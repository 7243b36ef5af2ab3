using Lesion.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Optimisation.Optimisers;

/// <summary>Turns gradients into steps of the weights. Weight decay is decoupled: it is no part of the gradient.</summary>
internal abstract class Optimiser(OptimiserRecipe recipe, WeightBuffer weights) : IDisposable
{
    /// <summary>The least root mean square that a relative rate counts with: a tensor of zeros is to move too.</summary>
    protected const double SmallestScale = 1e-3;

    protected OptimiserRecipe Recipe { get; } = recipe;

    protected WeightBuffer Weights { get; } = weights;

    /// <summary>Steps done.</summary>
    public int Steps { get; private set; }

    public static Optimiser Create(OptimiserRecipe recipe, WeightBuffer weights) => recipe.Kind switch
    {
        OptimiserKind.AdamW => new AdamW(recipe, weights),
        OptimiserKind.Sgd => new Sgd(recipe, weights),
        _ => throw new ArgumentException($"There is no optimiser '{recipe.Kind}'.", nameof(recipe)),
    };

    /// <summary>Applies the gradients and clears them.</summary>
    /// <param name="factor">The schedule's, on every rate.</param>
    public void Step(double factor)
    {
        using var withoutGradients = no_grad();
        using var scope = NewDisposeScope();
        Steps++;
        var scales = Recipe.Relative ? Weights.Scales(Scales()) : null;
        foreach (var slice in Weights.Slices)
        {
            using var sliceScope = NewDisposeScope();
            var (values, gradients) = (Weights.Values.Slice(slice), Weights.Gradients.Slice(slice));
            var rate = factor * slice.Rate;
            if (Recipe.WeightDecay > 0 && (Recipe.DecayBiases || !slice.Vectors))
                values.Mul_(1 - rate * Recipe.WeightDecay);
            Move(slice, values, gradients, scales?.Of(slice), rate);
            gradients.zero_();
        }
    }

    /// <summary>What the optimiser knows of each weight, by name; the tensors stay its own.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State() => Memory.SelectMany(memory => memory.Tensor.Named(memory.Name));

    /// <summary>Takes up what <see cref="State"/> gave.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> stored, int steps)
    {
        Steps = steps;
        foreach (var (name, tensor) in Memory)
            tensor.Load(name, stored);
    }

    public void Dispose()
    {
        foreach (var (_, tensor) in Memory)
            tensor.Dispose();
    }

    /// <summary>What is kept from step to step.</summary>
    protected abstract IReadOnlyList<(string Name, FlatTensor Tensor)> Memory { get; }

    /// <summary>With relative rates: by what a step along each weight is multiplied [weights].</summary>
    protected abstract Tensor Scales();

    /// <summary>Moves a slice of the weights.</summary>
    /// <param name="gradients">May be overwritten.</param>
    /// <param name="scale">From <see cref="Scales"/>; null where rates are absolute.</param>
    protected abstract void Move(WeightSlice slice, Tensor values, Tensor gradients, Tensor? scale, double rate);
}
