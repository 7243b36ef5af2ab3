using Lesion.Learning.Networks;
using Lesion.Learning.Weights;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Networks;

/// <summary>Stages with values, outside of any classifier.</summary>
internal sealed class LoadedStages : IDisposable
{
    /// <param name="state">All the stages' values, no more and no less; it is disposed.</param>
    public LoadedStages(IReadOnlyList<Stage> stages, StateDict state)
    {
        Stages = stages;
        using (state)
            WeightLoader.Load(stages.SelectMany(stage => stage.Weights), state, state.Source, CPU);
    }

    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>Runs the stages of a range.</summary>
    public Tensor Forward(Tensor input, Range range) =>
        Stages.Take(range).Aggregate(input, (activation, stage) => stage.Forward(activation));

    public void Dispose()
    {
        foreach (var weight in Stages.SelectMany(stage => stage.Weights))
            weight.Weight.Free();
    }
}
