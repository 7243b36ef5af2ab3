using Lesion.Learning.Export;
using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Networks.Layers;
using Lesion.Learning.Weights;
using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>
/// One pretrained trunk or several side by side, whose features make up an embedding, and a head:
/// image uint8 [N, H, W, 3] → each trunk's features [N, d] → embedding [N, D] → logits [N, K].
/// </summary>
public sealed class ClassifierNetwork : Classifier
{
    private ClassifierNetwork(NetworkPlan plan, IReadOnlyList<Trunk> trunks, Device device)
    {
        (Plan, Trunks, Device) = (plan, trunks, device);
        Stages = [.. trunks.SelectMany(trunk => trunk.Stages)];
        EmbeddingSize = trunks.Sum(trunk => trunk.Features);
        Head = Head.Create(plan.Head, EmbeddingSize, plan.Classes.Count, device);
    }

    public NetworkPlan Plan { get; }

    public override IReadOnlyList<string> Classes => Plan.Classes;

    public override Device Device { get; }

    public override Precision Precision
    {
        get => Trunks[0].Precision;
        set
        {
            foreach (var trunk in Trunks)
                trunk.Precision = value;
        }
    }

    public override string ActivationMap =>
        Head is LinearHead ? ActivationMapKind.Decomposition : ActivationMapKind.Gradient;

    /// <summary>In the order of their features in the embedding.</summary>
    public IReadOnlyList<Trunk> Trunks { get; }

    /// <summary>All trunks' stages, each trunk's bottom to top.</summary>
    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>The stages of the trunk that has most.</summary>
    public int Depth => Trunks.Max(trunk => trunk.Stages.Count);

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

    internal override Trunk FirstTrunk => Trunks[0];

    /// <summary>Builds the plan's network with its pretrained trunks.</summary>
    /// <param name="plan">What it is made of.</param>
    /// <param name="device">Where it runs; the CPU by default.</param>
    /// <exception cref="ArgumentException">The plan names what there is not.</exception>
    /// <exception cref="FileNotFoundException">The weights are not on this machine; the message says how to get them.</exception>
    /// <exception cref="InvalidDataException">The weights do not fit the trunk; the message names file and tensor.</exception>
    public static ClassifierNetwork Create(NetworkPlan plan, Device? device = null)
    {
        plan.Check();
        var trunks = new List<Trunk>();
        try
        {
            foreach (var trunk in plan.Trunks)
                trunks.Add(Trunk.Create(trunk, trunks.Count == 0 ? "" : $"trunk{trunks.Count + 1}", plan.Pooling, device ?? CPU));
        }
        catch
        {
            trunks.ForEach(trunk => trunk.Dispose());
            throw;
        }

        return new ClassifierNetwork(plan, trunks, device ?? CPU);
    }

    /// <summary>Builds the plan's network with one trunk from a state of the whole network, or of as much as is tapped.</summary>
    internal static ClassifierNetwork Create(
        NetworkPlan plan, Normalisation normalisation, IReadOnlyDictionary<string, Tensor> state, string source)
    {
        plan.Check();
        return new ClassifierNetwork(
            plan, [Trunk.Create(plan.Trunks.Single(), "", plan.Pooling, normalisation, state, source, CPU)], CPU);
    }

    /// <param name="images">uint8, or float32 from 0 to 255, [N, H, W, 3].</param>
    /// <returns>[N, D].</returns>
    public Tensor Embed(Tensor images)
    {
        using var scope = NewDisposeScope();
        return Embed(Prefixes(images, top: Depth)).MoveToOuterDisposeScope();
    }

    /// <summary>Runs the stages above each trunk's prefix.</summary>
    /// <returns>[N, D].</returns>
    public Tensor Embed(IReadOnlyList<StageOutput> prefixes)
    {
        using var scope = NewDisposeScope();
        var features = Trunks.Zip(prefixes, (trunk, prefix) => trunk.Embed(prefix)).ToList();
        return (features is [var only] ? only : cat(features, dim: 1)).MoveToOuterDisposeScope();
    }

    /// <summary>Runs all but the topmost stages of each trunk.</summary>
    /// <param name="images">uint8, or float32 from 0 to 255, [N, H, W, 3].</param>
    /// <param name="top">How many are left.</param>
    public IReadOnlyList<StageOutput> Prefixes(Tensor images, int top) =>
        [.. Trunks.Select(trunk => trunk.Prefix(images, Math.Max(0, trunk.Stages.Count - top)))];

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
        foreach (var trunk in Trunks)
            trunk.Dispose();
        Head.Dispose();
    }

    internal override ClassifierOutputs Write(GraphBuilder graph, GraphValue pixels) =>
        Write(graph, "", [.. Trunks.Select(trunk => trunk.Begin(graph, pixels))]);

    /// <summary>Writes what comes above each trunk's prefix.</summary>
    internal ClassifierOutputs Write(GraphBuilder graph, string path, IReadOnlyList<GraphTrunk> prefixes)
    {
        var taps = Trunks.Zip(prefixes, (trunk, prefix) => trunk.Write(graph, path, prefix, trunk.Stages.Count).Taps)
            .SelectMany(tap => tap).ToList();
        var features = taps.SelectMany(tap => tap.Statistics).Select(statistic => statistic.Value);
        var embedding = graph.Node("Flatten", [graph.Node("Concat", features, NodeAttribute.Int("axis", 1))]);
        var head = Head.Write(graph, path, embedding);
        return new ClassifierOutputs(embedding, head.Logits, ActivationMapWriter.Write(graph, head, taps));
    }

    private IEnumerable<(string Path, Weight Weight)> AllWeights() =>
        Trunks.SelectMany(trunk => trunk.Weights).Where(weight => weight.Weight.Use != WeightUse.Unused)
            .Concat(Head.Weights.Select(weight => (weight.Name, weight)));
}
