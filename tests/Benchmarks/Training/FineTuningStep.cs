using Lesion.Learning.Networks;
using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Optimisation.Losses;
using Lesion.Learning.Optimisation.Optimisers;
using Lesion.Learning.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Benchmarks.Training;

/// <summary>
/// The step of fine-tuning: stem and first stage frozen, second and third stage and a linear head trained on the mean and
/// deviation of both, 16 images of 224 × 224 at a time.
/// </summary>
internal sealed class FineTuningStep : IDisposable
{
    public const int BatchSize = 16;
    public const int Size = 224;

    private const int Trained = 2;

    private readonly ClassifierNetwork _network = ClassifierNetwork.Create(new NetworkPlan { Classes = ["benign", "malignant"] });
    private readonly ClassificationLoss _loss = new(labelSmoothing: 0, [1, 1], CPU);
    private readonly WeightUpdater _updater;
    private readonly Tensor _images;
    private readonly Tensor _targets;

    public FineTuningStep()
    {
        var random = new Random(7);
        float[] weights = [.. Enumerable.Range(0, 2 * _network.EmbeddingSize).Select(_ => 0.02f * (random.NextSingle() - 0.5f))];
        ((LinearHead)_network.Head).Set(
            new float[_network.EmbeddingSize], [.. Enumerable.Repeat(1f, _network.EmbeddingSize)], weights, new float[2]);
        _network.Head.Train(trainable: true);
        foreach (var (stage, _) in _network.Trunks[0].Top(Trained))
            stage.Train(trainable: true);
        var trained = _network.Stages.TakeLast(Trained).SelectMany(stage => stage.NamedParameters).Concat(_network.Head.NamedParameters);
        _updater = new WeightUpdater(
            [.. trained.Select(weight => new TrainableWeight(weight.Name, weight.Value, Rate: 1e-3))], new OptimiserRecipe());
        var pixels = new byte[BatchSize * Size * Size * 3];
        random.NextBytes(pixels);
        _images = tensor(pixels).reshape(BatchSize, Size, Size, 3).DetachFromDisposeScope();
        _targets = _loss.Targets([.. Enumerable.Range(0, BatchSize).Select(i => i % 2)]).DetachFromDisposeScope();
    }

    /// <summary>Writes weights and images for another implementation of the same step.</summary>
    public void Write(string path) => SafeTensors.Write(path, [.. _network.State(), KeyValuePair.Create("images", _images)]);

    /// <returns>The loss before the step.</returns>
    public double Run()
    {
        using var scope = NewDisposeScope();
        IReadOnlyList<StageOutput> prefixes;
        using (no_grad())
            prefixes = _network.Prefixes(_images, Trained);
        var loss = _loss.Forward(_network.Logits(_network.Embed(prefixes)), _targets);
        loss.backward();
        _updater.Step(factor: 1);
        return loss.item<float>();
    }

    public void Dispose()
    {
        _updater.Dispose();
        _loss.Dispose();
        _network.Dispose();
        _images.Dispose();
        _targets.Dispose();
    }
}
