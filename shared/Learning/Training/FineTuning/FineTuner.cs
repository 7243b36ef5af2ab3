using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Learning.Networks;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.Probe;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.State;
using Lesion.Learning.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.FineTuning;

/// <summary>Trains the trunk's last stage and the head on all training images but one fold, from the probe's head.</summary>
internal sealed class FineTuner : IDisposable
{
    private const int RowsAtOnce = 16;
    private const double WarmUpShare = 0.5;

    private readonly TrainingLayout _layout;
    private readonly PixelReader _reader;
    private readonly ClassifierNetwork _network;
    private readonly RelativeAdamW _optimiser;
    private readonly IReadOnlyList<DatasetImage> _images;

    /// <param name="network">With the pretrained trunk; the tuner owns it.</param>
    /// <param name="images">Those to train on.</param>
    public FineTuner(
        TrainingLayout layout, PixelReader reader, ClassifierNetwork network, LogisticModel head, int fold, IReadOnlyList<DatasetImage> images)
    {
        (_layout, _reader, _network, Fold, _images) = (layout, reader, network, fold, images);
        _network.SetHead(head);
        var top = network.Stages[^1];
        top.Train(trainable: true);
        network.Head.Train(trainable: true);
        _optimiser = new RelativeAdamW([.. Trainable(top)], Recipe.WeightDecay, Recipe.AverageDecay);
    }

    /// <summary>The fold kept out.</summary>
    public int Fold { get; }

    public int Steps => _optimiser.Steps;

    private FineTuneRecipe Recipe => _layout.Plan.Recipe.FineTune!;

    private int Frozen => _network.Stages.Count - 1;

    /// <summary>Some batches of an epoch.</summary>
    /// <returns>The mean loss; not a number where the images ran out.</returns>
    public async Task<double> TrainAsync(int epoch, int part, CancellationToken cancellationToken)
    {
        var views = _layout.Plan.Recipe.Views?.Views ?? 0;
        var draws = EpochOrder.Of(_layout.Plan.Seed, Fold, epoch, _images.Count, views)
            .Skip(part * TrainingLayout.BatchesAStep * Recipe.BatchSize)
            .Take(TrainingLayout.BatchesAStep * Recipe.BatchSize)
            .ToList();
        var read = await ReadAsync([.. draws.Select(draw => _images[draw.Image])], withViews: views > 0, cancellationToken);
        var losses = draws.Zip(read, (draw, pixels) => (Draw: draw, Pixels: pixels))
            .Chunk(Recipe.BatchSize)
            .Select(chunk => TrainBatch([.. chunk.Select(c => c.Draw)], [.. chunk.Select(c => c.Pixels)]))
            .ToList();
        return losses.DefaultIfEmpty(double.NaN).Average();
    }

    /// <summary>Predicts plain images with the averaged weights.</summary>
    /// <returns>Logits <c>[N, K]</c>.</returns>
    public Task<OutOfFold> PredictAsync(IReadOnlyList<DatasetImage> images, CancellationToken cancellationToken) =>
        UseAveragedAsync(async _ =>
        {
            var logits = new List<double>();
            foreach (var chunk in images.Chunk(RowsAtOnce))
            {
                var pixels = await ReadAsync(chunk, withViews: false, cancellationToken);
                logits.AddRange(Logits([.. pixels.Select(p => p.Input)]));
            }

            return new OutOfFold(images, [.. logits]);
        });

    public IEnumerable<KeyValuePair<string, Tensor>> State() => _optimiser.State();

    public void Load(StateDict state, int steps) => _optimiser.Load(state, steps);

    /// <summary>Gives the network with its averaged weights for as long as the work lasts.</summary>
    public async Task<T> UseAveragedAsync<T>(Func<ClassifierNetwork, Task<T>> work)
    {
        _optimiser.Swap();
        try
        {
            return await work(_network);
        }
        finally
        {
            _optimiser.Swap();
        }
    }

    public void Dispose()
    {
        _optimiser.Dispose();
        _network.Dispose();
    }

    private async Task<IReadOnlyList<TrainingPixels>> ReadAsync(
        IReadOnlyList<DatasetImage> images, bool withViews, CancellationToken cancellationToken)
    {
        var batch = await _reader.ReadAsync(images, withViews, cancellationToken);
        return batch.LeftOut.Count == 0
            ? batch.Pixels
            : throw new TrainingException(
                $"Image '{batch.LeftOut[0].Image}' could be read when the training began and is {batch.LeftOut[0].Reason} now. Train again.");
    }

    private IEnumerable<(string Name, Parameter Value, double Rate)> Trainable(Stage top)
    {
        foreach (var (name, value) in top.NamedParameters)
            yield return (name, value, Recipe.BodyRate);
        foreach (var (name, value) in _network.Head.NamedParameters)
            yield return (name, value, Recipe.HeadRate);
    }

    private double TrainBatch(IReadOnlyList<EpochOrder.Draw> draws, IReadOnlyList<TrainingPixels> pixels)
    {
        using var scope = NewDisposeScope();
        var images = Oriented(draws, pixels);
        var labels = tensor(draws
            .Select(draw => (long)FeatureTable.ClassIndex(_images[draw.Image], _layout.Dataset.Classes)).ToArray());
        StageOutput prefix;
        using (no_grad())
            prefix = _network.Prefix(images, Frozen);
        var logits = _network.Logits(_network.Embed(prefix));
        var loss = SmoothedCrossEntropy(logits, labels);
        loss.backward();
        _optimiser.Step(warmUp: (int)(WarmUpShare * _images.Count / Recipe.BatchSize));
        return loss.item<float>();
    }

    /// <summary>uint8 [N, S, S, 3]: the drawn view of each image, mirrored and turned as drawn.</summary>
    private Tensor Oriented(IReadOnlyList<EpochOrder.Draw> draws, IReadOnlyList<TrainingPixels> pixels)
    {
        using var scope = NewDisposeScope();
        var shown = draws.Select((draw, i) => draw.View == 0 ? pixels[i].Input : pixels[i].Views[draw.View - 1]).ToList();
        var images = PixelTensor.Of(shown, _layout.Plan.Recipe.Input.Size).unbind(0);
        for (var i = 0; i < images.Length; i++)
        {
            if (draws[i].Mirrored)
                images[i] = images[i].flip(1);
            images[i] = rot90(images[i], draws[i].Quarters, (0, 1));
        }

        return stack(images).MoveToOuterDisposeScope();
    }

    private Tensor SmoothedCrossEntropy(Tensor logits, Tensor labels)
    {
        var logProbabilities = nn.functional.log_softmax(logits, dim: 1);
        var own = logProbabilities.gather(1, labels.unsqueeze(1)).mean();
        var spread = logProbabilities.mean();
        return -((1 - Recipe.LabelSmoothing) * own + Recipe.LabelSmoothing * spread);
    }

    private double[] Logits(IReadOnlyList<byte[]> images)
    {
        using var withoutGradients = no_grad();
        using var scope = NewDisposeScope();
        var embedding = _network.Embed(PixelTensor.Of(images, _layout.Plan.Recipe.Input.Size));
        return [.. _network.Logits(embedding).cpu().data<float>().ToArray().Select(logit => (double)logit)];
    }
}
