using System.Diagnostics;
using Lesion.Contracts;
using Lesion.Evaluation;
using Lesion.Imaging;
using Lesion.Learning.Networks;
using Lesion.Learning.Training.Images;
using Lesion.Learning.Training.Members;
using Lesion.Learning.Training.State;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Planning;

/// <summary>Measures this machine on the work that a plan asks of it: images read, rows of features, real steps of each phase.</summary>
internal static class SpeedTest
{
    private const int Images = 16;
    private const int ProbeRows = 256;
    private const int TrainedImages = 16;

    public static async Task<StepTimes> RunAsync(TrainingLayout layout, ITrainingImages images, CancellationToken cancellationToken)
    {
        using var thread = new TrainingThread();
        return await thread.RunAsync(() =>
        {
            set_num_threads(layout.Plan.Threads);
            return MeasureAsync(layout, images, cancellationToken);
        });
    }

    private static async Task<StepTimes> MeasureAsync(TrainingLayout layout, ITrainingImages images, CancellationToken cancellationToken)
    {
        var reader = new PixelReader(images, layout.Recipe);
        var some = layout.Training.Take(Images).ToList();
        await reader.ReadAsync([some[0]], withViews: true, cancellationToken);
        var watch = Stopwatch.StartNew();
        await reader.ReadAsync(some, withViews: true, cancellationToken);
        var read = watch.Elapsed.TotalSeconds / (some.Count * (layout.Recipe.Input.Crops + (layout.Recipe.Views?.Views ?? 0)));
        using var network = TrainingNetwork.Create(layout);
        return new StepTimes(
            read, Row(network, layout), ProbeRow(network), [.. layout.TrainPhases.Select((_, phase) => Trained(layout, network, phase))]);
    }

    private static double Row(ClassifierNetwork network, TrainingLayout layout) => Second(() =>
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        network.Embed(Noise(layout, Images)).sum().cpu();
    }) / Images;

    /// <summary>With features and classes that have nothing to do with each other, which is the slowest case.</summary>
    private static double ProbeRow(ClassifierNetwork network)
    {
        var random = new SeededRandom(1);
        var features = new float[ProbeRows * network.EmbeddingSize];
        for (var i = 0; i < features.Length; i++)
            features[i] = random.NextUnit() < 0.5 ? -1 : 1;
        var labels = Enumerable.Range(0, ProbeRows).Select(i => i % network.Classes.Count).ToArray();
        var regression = new LogisticRegression(features, labels, network.Classes.Count);
        return Second(() => regression.Fit(0.1)) / ProbeRows;
    }

    private static double Trained(TrainingLayout layout, ClassifierNetwork network, int phase)
    {
        var counts = network.Classes.Select(_ => TrainedImages).ToList();
        using var training = new PhaseTraining(network, layout.TrainPhases[phase], counts);
        var random = new SeededRandom(1);
        network.Precision = layout.Precision;
        return Second(() =>
        {
            using var scope = NewDisposeScope();
            var targets = training.Targets([.. Enumerable.Range(0, TrainedImages).Select(i => i % counts.Count)]);
            var input = layout.RunsOnFeatures(phase)
                ? zeros([TrainedImages, network.EmbeddingSize], device: network.Device)
                : Noise(layout, TrainedImages).to(network.Device);
            training.StepAt(new Batch(input, targets, (long)random.Next()), factor: 0).cpu();
        }) / TrainedImages;
    }

    private static Tensor Noise(TrainingLayout layout, int images) =>
        randint(0, 256, [images, layout.Recipe.Input.Size, layout.Recipe.Input.Size, 3], ScalarType.Byte);

    /// <summary>The first time pays for what later ones find ready.</summary>
    private static double Second(Action work)
    {
        work();
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }
}
