using System.Diagnostics;
using Lesion.Learning.Networks;
using Lesion.Learning.Optimisation.Losses;
using Lesion.Learning.Optimisation.Optimisers;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Benchmarks.CachedFeatures;

/// <summary>
/// What caching the frozen trunk's features saves: a linear head trained for some epochs on features that were computed once,
/// and the same with the trunk run on every batch of every epoch. Both end with the same head.
/// </summary>
internal static class CachedFeaturesBenchmark
{
    private const int BatchSize = 16;
    private const int Size = 224;

    public static int Run(int threads, int images, int epochs)
    {
        set_num_threads(threads);
        using var network = ClassifierNetwork.Create(new NetworkPlan { Classes = ["benign", "malignant"] });
        var pixels = new byte[images * Size * Size * 3];
        new Random(7).NextBytes(pixels);
        using var all = tensor(pixels).reshape(images, Size, Size, 3);
        var batches = Enumerable.Range(0, (images + BatchSize - 1) / BatchSize).Select(i => i * BatchSize).ToList();
        Embed(network, all.narrow(0, 0, BatchSize)).Dispose(); // the first pass is slow

        var (cached, lossOfCached) = Time(() =>
        {
            using var features = cat([.. batches.Select(begin => Embed(network, Batch(all, begin)))]);
            return Train(network, batches, epochs, begin => Batch(features, begin));
        });
        var (uncached, loss) = Time(() => Train(network, batches, epochs, begin => Embed(network, Batch(all, begin))));

        Console.WriteLine($"{images} images of {Size} px, {epochs} epochs of a linear head, {threads} threads");
        Console.WriteLine($"features cached     {cached,8:F2} s   last loss {lossOfCached:F6}");
        Console.WriteLine($"trunk every epoch   {uncached,8:F2} s   last loss {loss:F6}");
        Console.WriteLine($"{uncached / cached:F1} times as fast");
        return 0;
    }

    private static Tensor Batch(Tensor all, int begin) => all.narrow(0, begin, Math.Min(BatchSize, all.shape[0] - begin));

    private static Tensor Embed(ClassifierNetwork network, Tensor images)
    {
        using var withoutGradients = no_grad();
        return network.Embed(images);
    }

    /// <returns>The last loss.</returns>
    private static double Train(ClassifierNetwork network, List<int> batches, int epochs, Func<int, Tensor> features)
    {
        network.Head.Initialise(seed: 1);
        network.Head.Train(trainable: true);
        using var loss = new ClassificationLoss(labelSmoothing: 0, [1, 1], CPU);
        using var updater = new WeightUpdater(
            [.. network.Head.NamedParameters.Select(weight => new TrainableWeight(weight.Name, weight.Value, Rate: 0.01))], new OptimiserRecipe());
        var last = 0.0;
        foreach (var begin in Enumerable.Repeat(batches, epochs).SelectMany(epoch => epoch))
        {
            using var scope = NewDisposeScope();
            var batch = features(begin);
            using var targets = loss.Targets([.. Enumerable.Range(begin, (int)batch.shape[0]).Select(i => i % 2)]);
            var value = loss.Forward(network.Logits(batch), targets);
            value.backward();
            updater.Step(factor: 1);
            last = value.item<float>();
        }

        return last;
    }

    private static (double Seconds, double Loss) Time(Func<double> work)
    {
        var watch = Stopwatch.StartNew();
        var loss = work();
        return (watch.Elapsed.TotalSeconds, loss);
    }
}
