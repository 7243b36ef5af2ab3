using Lesion.Learning.Networks.Layers;
using Lesion.Learning.Weights;
using Lesion.Learning.Weights.Library;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>
/// A pretrained trunk, its tapped stages pooled into an embedding, and a linear head:
/// image uint8 [N, H, W, 3] → normalised [N, 3, H, W] → stages → embedding [N, D] → logits [N, K].
/// The embedding holds, for each tap bottom to top, the channels' means and then their standard deviations.
/// Every tensor it gives belongs to the caller's dispose scope. It is not for use by two threads at once.
/// </summary>
public sealed class ClassifierNetwork : IDisposable
{
    private readonly Tensor _mean, _scale;

    private ClassifierNetwork(NetworkPlan plan, PretrainedWeights weights, IReadOnlyList<Stage> stages, Device device)
    {
        (Plan, Weights, Stages, Device) = (plan, weights, stages, device);
        Pooling = new Pooling(plan.PoolMean, plan.PoolDeviation);
        EmbeddingSize = stages.Where(IsTap).Sum(stage => stage.Channels) * Pooling.StatisticsPerChannel;
        Head = new LinearHead(EmbeddingSize, plan.Classes.Count, device);
        using var scope = NewDisposeScope();
        _mean = tensor(Normalisation.PixelMean).reshape(1, 3, 1, 1).to(device).DetachFromDisposeScope();
        _scale = tensor(Normalisation.PixelScale).reshape(1, 3, 1, 1).to(device).DetachFromDisposeScope();
    }

    public NetworkPlan Plan { get; }

    /// <summary>The pretrained weights that the trunk began with.</summary>
    public PretrainedWeights Weights { get; }

    public Device Device { get; }

    /// <summary>Bottom to top, up to the highest tap. All begin frozen.</summary>
    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>Begins as zeros, and standardises nothing.</summary>
    public LinearHead Head { get; }

    /// <summary>D.</summary>
    public int EmbeddingSize { get; }

    public Normalisation Normalisation => Weights.Normalisation;

    internal Pooling Pooling { get; }

    /// <summary>Builds the plan's network with its pretrained trunk.</summary>
    /// <param name="plan">What it is made of.</param>
    /// <param name="device">Where it runs; the CPU by default.</param>
    /// <exception cref="ArgumentException">The plan names what there is not.</exception>
    /// <exception cref="InvalidDataException">The weights do not fit the trunk; the message names file and tensor.</exception>
    public static ClassifierNetwork Create(NetworkPlan plan, Device? device = null)
    {
        var weights = PretrainedWeights.Named(plan.Weights);
        var stages = weights.Name == PretrainedWeights.Default
            ? DlibResNet34.Create(stages: 3)
            : throw new ArgumentException($"There is no network '{weights.Network}'.", nameof(plan));
        var top = plan.Check(stages);
        using (var state = weights.Read())
            WeightLoader.Load(stages.SelectMany(stage => stage.Weights), state, state.Source, device ?? CPU);
        foreach (var weight in stages.Skip(top + 1).SelectMany(stage => stage.Weights))
            weight.Weight.Free();
        return new ClassifierNetwork(plan, weights, [.. stages.Take(top + 1)], device ?? CPU);
    }

    /// <param name="images">uint8 [N, H, W, 3], red, green, blue.</param>
    /// <returns>float32 [N, 3, H, W] on the network's device.</returns>
    public Tensor Normalise(Tensor images)
    {
        using var scope = NewDisposeScope();
        // Not made contiguous: the channels stay last in memory, in which order the CPU's convolutions are half as fast again.
        var planes = images.to(Device).permute(0, 3, 1, 2).to(ScalarType.Float32);
        return planes.sub_(_mean).mul_(_scale).MoveToOuterDisposeScope();
    }

    /// <param name="images">uint8 [N, H, W, 3].</param>
    /// <returns>[N, D].</returns>
    public Tensor Embed(Tensor images)
    {
        using var scope = NewDisposeScope();
        return Embed(Prefix(images, stages: 0)).MoveToOuterDisposeScope();
    }

    /// <summary>Runs the stages above a prefix.</summary>
    /// <returns>[N, D].</returns>
    public Tensor Embed(StageOutput prefix)
    {
        using var scope = NewDisposeScope();
        return Advance(prefix, Stages.Count).Pooled.MoveToOuterDisposeScope();
    }

    /// <summary>Runs the lowest stages only.</summary>
    /// <param name="images">uint8 [N, H, W, 3].</param>
    /// <param name="stages">How many, from the bottom.</param>
    public StageOutput Prefix(Tensor images, int stages)
    {
        using var scope = NewDisposeScope();
        var output = Advance(new StageOutput(0, Normalise(images), zeros([images.shape[0], 0], device: Device)), stages);
        return new StageOutput(stages, output.Activation.MoveToOuterDisposeScope(), output.Pooled.MoveToOuterDisposeScope());
    }

    /// <param name="embedding">[N, D].</param>
    /// <returns>[N, K].</returns>
    public Tensor Logits(Tensor embedding) => Head.Forward(embedding);

    /// <summary>softmax(logits / temperature).</summary>
    public static Tensor Probabilities(Tensor logits, double temperature)
    {
        using var scope = NewDisposeScope();
        return nn.functional.softmax(logits / temperature, dim: 1).MoveToOuterDisposeScope();
    }

    /// <summary>Every weight under its name, the head's under <c>head.</c>. The tensors stay the network's own: clone what is to be kept.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State() =>
        AllWeights().Select(weight => KeyValuePair.Create<string, Tensor>(weight.Path, weight.Weight.Value));

    /// <summary>Copies a whole state into the weights; optimisers keep hold of them.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, superfluous or of the wrong shape; the message names it.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> state) =>
        WeightLoader.Load(AllWeights(), state, (state as StateDict)?.Source ?? "the given state", Device);

    public void Dispose()
    {
        foreach (var (_, weight) in AllWeights())
            weight.Free();
        _mean.Dispose();
        _scale.Dispose();
    }

    internal bool IsTap(Stage stage) => Plan.Taps.Contains(stage.Name);

    private IEnumerable<(string Path, Weight Weight)> AllWeights() =>
        Stages.SelectMany(stage => stage.Weights).Concat(Head.Weights.Select(weight => (weight.Name, weight)));

    private StageOutput Advance(StageOutput from, int to)
    {
        using var scope = NewDisposeScope();
        var activation = from.Activation.alias();
        var pooled = new List<Tensor> { from.Pooled };
        for (var i = from.Stages; i < to; i++)
        {
            var next = Stages[i].Forward(activation);
            activation.Dispose();
            activation = next;
            if (IsTap(Stages[i]))
                pooled.AddRange(Pooling.Forward(activation));
        }
        return new StageOutput(to, activation.MoveToOuterDisposeScope(), cat(pooled, dim: 1).MoveToOuterDisposeScope());
    }
}
