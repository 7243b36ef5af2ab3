using Lesion.Learning.Export;
using Lesion.Learning.Native;
using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Networks.Layers;
using Lesion.Learning.Weights;
using Lesion.Learning.Weights.Library;
using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>
/// A pretrained trunk, its tapped stages pooled into an embedding, and a head:
/// image uint8 [N, H, W, 3] → normalised [N, 3, H, W] → stages → embedding [N, D] → logits [N, K].
/// The embedding holds, for each tap bottom to top, the channels' means, then their standard deviations, then their means
/// about the centre, as far as the plan pools them.
/// </summary>
public sealed class ClassifierNetwork : Classifier
{
    private readonly Tensor _mean, _scale;

    private ClassifierNetwork(
        NetworkPlan plan, IEnumerable<string> taps, IReadOnlyList<Stage> stages, Normalisation normalisation, Device device)
    {
        (Plan, Taps, Stages, Normalisation, Device) = (plan, taps.ToHashSet(), stages, normalisation, device);
        Pooling = new Pooling(plan.PoolMean, plan.PoolDeviation, plan.PoolCentre is { } sigma ? new CentreWeights(sigma) : null);
        EmbeddingSize = stages.Where(IsTap).Sum(stage => stage.Channels) * Pooling.StatisticsPerChannel;
        Head = Head.Create(plan.Head, EmbeddingSize, plan.Classes.Count, device);
        using var scope = NewDisposeScope();
        _mean = NativeTensor.Of(Normalisation.PixelMean, [1, 3, 1, 1], device).DetachFromDisposeScope();
        _scale = NativeTensor.Of(Normalisation.PixelScale, [1, 3, 1, 1], device).DetachFromDisposeScope();
    }

    public NetworkPlan Plan { get; }

    public override IReadOnlyList<string> Classes => Plan.Classes;

    public override Device Device { get; }

    public override Normalisation Normalisation { get; }

    public override Precision Precision { get; set; }

    public override string ActivationMap =>
        Head is LinearHead ? ActivationMapKind.Decomposition : ActivationMapKind.Gradient;

    /// <summary>Bottom to top, up to the highest tap. All begin frozen.</summary>
    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>Standardises nothing until it is told to.</summary>
    public Head Head { get; }

    public override int EmbeddingSize { get; }

    /// <summary>What the batch norms of stages that are trained go by. Default: frozen.</summary>
    public BatchNormMode BatchNorm
    {
        get;
        set
        {
            field = value;
            foreach (var stage in Stages)
                stage.BatchNorm = value;
        }
    }

    /// <summary>The names of the stages that are pooled.</summary>
    public IReadOnlySet<string> Taps { get; }

    internal Pooling Pooling { get; }

    /// <summary>Builds the plan's network with its pretrained trunk.</summary>
    /// <param name="plan">What it is made of.</param>
    /// <param name="device">Where it runs; the CPU by default.</param>
    /// <exception cref="ArgumentException">The plan names what there is not.</exception>
    /// <exception cref="FileNotFoundException">The weights are not on this machine; the message says how to get them.</exception>
    /// <exception cref="InvalidDataException">The weights do not fit the trunk; the message names file and tensor.</exception>
    public static ClassifierNetwork Create(NetworkPlan plan, Device? device = null)
    {
        var weights = PretrainedWeights.Named(plan.Weights, plan.Network);
        using var state = weights.Read();
        return Create(plan with { Network = weights.Network }, weights.Normalisation, state, state.Source, device);
    }

    /// <summary>Builds the plan's network with a trunk from a state of the whole network, or of as much as is tapped.</summary>
    internal static ClassifierNetwork Create(
        NetworkPlan plan, Normalisation normalisation, IReadOnlyDictionary<string, Tensor> state, string source, Device? device = null)
    {
        var name = plan.Network ?? throw new ArgumentException("The plan names no network.", nameof(plan));
        var stages = NetworkZoo.Create(name);
        var taps = plan.Taps ?? NetworkZoo.DefaultTaps(name);
        var used = plan.Check(taps, stages) + 1;
        var named = state.ToDictionary(tensor => NetworkZoo.WeightName(name, tensor.Key), tensor => tensor.Value);
        WeightLoader.Load(
            stages.Take(used).SelectMany(stage => stage.Weights),
            named,
            source,
            device ?? CPU,
            spare: stages.Skip(used).SelectMany(stage => stage.Weights));
        return new ClassifierNetwork(plan, taps, [.. stages.Take(used)], normalisation, device ?? CPU);
    }

    /// <param name="images">uint8, or float32 from 0 to 255, [N, H, W, 3], red, green, blue; left as they are.</param>
    /// <returns>[N, 3, H, W] on the network's device, in its precision.</returns>
    public Tensor Normalise(Tensor images)
    {
        using var scope = NewDisposeScope();
        // Not made contiguous: the channels stay last in memory, in which order the CPU's convolutions are half as fast again.
        var planes = images.to(Device).permute(0, 3, 1, 2).to(ScalarType.Float32, copy: true).sub_(_mean).mul_(_scale);
        return (Precision == Precision.BFloat16 ? planes.to(ScalarType.BFloat16) : planes).MoveToOuterDisposeScope();
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
        return PrefixOfNormalised(Normalise(images), stages).MoveToOuterDisposeScope();
    }

    /// <summary>Runs the lowest stages on images that are normalised already, as augmentation on the device gives them.</summary>
    /// <param name="planes">What <see cref="Normalise"/> gives, or something like it.</param>
    /// <param name="stages">How many, from the bottom.</param>
    public StageOutput PrefixOfNormalised(Tensor planes, int stages)
    {
        using var scope = NewDisposeScope();
        return Advance(new StageOutput(0, planes, zeros([planes.shape[0], 0], device: Device)), stages).MoveToOuterDisposeScope();
    }

    /// <param name="embedding">[N, D].</param>
    /// <param name="dropoutSeed">As <see cref="Head.Logits"/> takes it.</param>
    /// <returns>[N, K].</returns>
    public Tensor Logits(Tensor embedding, long? dropoutSeed = null) => Head.Logits(embedding, dropoutSeed);

    public override Prediction Predict(Tensor images)
    {
        var embedding = Embed(images);
        return new Prediction(embedding, Logits(embedding));
    }

    /// <summary>Every weight under its name, the head's under <c>head.</c>. The tensors stay the network's own: clone what is to be kept.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State() =>
        AllWeights().Select(weight => KeyValuePair.Create<string, Tensor>(weight.Path, weight.Weight.Value));

    /// <summary>Copies a whole state into the weights; optimisers keep hold of them.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, superfluous or of the wrong shape; the message names it.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> state) =>
        WeightLoader.Load(AllWeights(), state, (state as StateDict)?.Source ?? "the given state", Device);

    public override void Dispose()
    {
        foreach (var (_, weight) in Stages.SelectMany(stage => stage.Weights))
            weight.Free();
        Head.Dispose();
        _mean.Dispose();
        _scale.Dispose();
    }

    internal override ClassifierOutputs Write(GraphBuilder graph, GraphValue planes) =>
        Write(graph, "", Write(graph, "", new GraphTrunk(0, planes, []), Stages.Count));

    /// <summary>Writes the stages above a trunk's up to another.</summary>
    internal GraphTrunk Write(GraphBuilder graph, string path, GraphTrunk from, int to)
    {
        var activation = from.Activation;
        var taps = from.Taps.ToList();
        for (var i = from.Stages; i < to; i++)
        {
            activation = Stages[i].Write(graph, path, activation);
            if (IsTap(Stages[i]))
                taps.Add(Pooling.Write(graph, Stages[i].Channels, activation));
        }
        return new GraphTrunk(to, activation, taps);
    }

    /// <summary>Writes what comes of all the stages.</summary>
    internal ClassifierOutputs Write(GraphBuilder graph, string path, GraphTrunk trunk)
    {
        var features = trunk.Taps.SelectMany(tap => tap.Statistics).Select(statistic => statistic.Value);
        var embedding = graph.Node("Flatten", [graph.Node("Concat", features, NodeAttribute.Int("axis", 1))]);
        var head = Head.Write(graph, path, embedding);
        return new ClassifierOutputs(embedding, head.Logits, ActivationMapWriter.Write(graph, head, trunk.Taps));
    }

    private bool IsTap(Stage stage) => Taps.Contains(stage.Name);

    private IEnumerable<(string Path, Weight Weight)> AllWeights() =>
        Stages.SelectMany(stage => stage.Weights).Where(weight => weight.Weight.Use != WeightUse.Unused)
            .Concat(Head.Weights.Select(weight => (weight.Name, weight)));

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
        return new StageOutput(to, activation, cat(pooled, dim: 1)).MoveToOuterDisposeScope();
    }
}
