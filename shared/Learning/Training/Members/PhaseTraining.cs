using Lesion.Learning.Networks;
using Lesion.Learning.Optimisation.Losses;
using Lesion.Learning.Optimisation.Optimisers;
using Lesion.Learning.Optimisation.Schedules;
using Lesion.Learning.Training.Recipe;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Members;

/// <summary>Trains a network's head and topmost stages, step by step, as one phase of a recipe says.</summary>
internal sealed class PhaseTraining : IDisposable
{
    private readonly ClassifierNetwork _network;
    private readonly TrainRecipe _recipe;
    private readonly RateSchedule _schedule;
    private readonly ClassificationLoss _loss;
    private readonly WeightUpdater _updater;
    private readonly int _trained;

    /// <param name="network">Whose weights are trained; this does not own it.</param>
    /// <param name="classCounts">Training images of each class.</param>
    public PhaseTraining(ClassifierNetwork network, TrainRecipe recipe, IReadOnlyList<int> classCounts)
    {
        (_network, _recipe) = (network, recipe);
        _trained = recipe.Stages.Of(network.Depth);
        foreach (var stage in network.Stages)
            stage.Train(trainable: false);
        foreach (var (stage, _) in network.Trunks.SelectMany(trunk => trunk.Top(_trained)))
            stage.Train(trainable: true);
        network.Head.Train(trainable: true);
        network.BatchNorm = recipe.BatchNorm;
        _schedule = new RateSchedule(recipe.Schedule, Batches(classCounts.Sum(), recipe.BatchSize), recipe.Epochs);
        _loss = new ClassificationLoss(
            recipe.LabelSmoothing, ClassWeights.Of(recipe.ClassWeighting, classCounts), network.Device);
        _updater = new WeightUpdater(
            [.. network.Trainable(_trained).Select(weight => new TrainableWeight(weight.Name, weight.Value, Rate(weight.BelowTop)))],
            recipe.Optimiser,
            recipe.AverageDecay,
            recipe.Clip);
    }

    public ScheduleRecipe Schedule => _recipe.Schedule;

    /// <summary>Steps done.</summary>
    public int Steps => _updater.Steps;

    public static int Batches(int images, int size) => (images + size - 1) / size;

    /// <summary>Targets that are sure: 1 for the class of each image.</summary>
    public Tensor Targets(IReadOnlyList<int> labels) => _loss.Targets(labels);

    /// <summary>One step along the schedule.</summary>
    /// <returns>The loss before it, a number on the network's device; the caller's dispose scope owns it.</returns>
    public Tensor Step(in Batch batch, PlateauState plateau) => StepAt(batch, _schedule.Factor(Steps, plateau));

    /// <summary>One step at a factor on the recipe's rates.</summary>
    public Tensor StepAt(in Batch batch, double factor)
    {
        using var scope = NewDisposeScope();
        var loss = _loss.Forward(Forward(batch), batch.Targets);
        loss.backward();
        _updater.Step(factor);
        return loss.detach().MoveToOuterDisposeScope();
    }

    /// <summary>The highest rate of the last step.</summary>
    public double LastRate(PlateauState plateau) => _schedule.Factor(Math.Max(0, Steps - 1), plateau)
        * (_trained == 0
            ? _recipe.Optimiser.HeadRate
            : Math.Max(_recipe.Optimiser.HeadRate, _recipe.Optimiser.BodyRate));

    /// <summary>Exchanges the weights and their averages; done twice, nothing has changed.</summary>
    public void Swap() => _updater.Swap();

    public IEnumerable<KeyValuePair<string, Tensor>> State() => _updater.State();

    public void Load(IReadOnlyDictionary<string, Tensor> stored, int steps) => _updater.Load(stored, steps);

    /// <summary>The weights stay as they are.</summary>
    public void Dispose()
    {
        _updater.Dispose();
        _loss.Dispose();
    }

    private double Rate(int? belowTop) =>
        belowTop is { } stages ? _recipe.Optimiser.StageRate(stages) : _recipe.Optimiser.HeadRate;

    private Tensor Forward(in Batch batch)
    {
        if (batch.Input.dim() == 2)
            return _network.Logits(batch.Input, batch.DropoutSeed);
        IReadOnlyList<StageOutput> prefixes;
        using (no_grad())
            prefixes = _network.Prefixes(batch.Input, _trained);
        return _network.Logits(_network.Embed(prefixes), batch.DropoutSeed);
    }
}
