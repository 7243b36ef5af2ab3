using Lesion.Learning.Native;
using Lesion.Learning.Networks.Layers;
using Lesion.Learning.Weights.Library;
using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>
/// A pretrained network up to the highest of the stages that are pooled:
/// image uint8 [N, H, W, 3] → normalised [N, 3, H, W] → stages → features [N, d].
/// The features are, for each tap bottom to top, the channels' means, then their standard deviations, then their means about
/// the centre, as far as they are pooled.
/// </summary>
public sealed class Trunk : IDisposable
{
    private readonly Pooling _pooling;
    private readonly Device _device;
    private readonly Tensor _mean, _scale;

    private Trunk(
        string path, IEnumerable<string> taps, IReadOnlyList<Stage> stages, Normalisation normalisation, Pooling pooling, Device device)
    {
        (Path, Taps, Stages, Normalisation, _pooling, _device) = (path, taps.ToHashSet(), stages, normalisation, pooling, device);
        Features = stages.Where(IsTap).Sum(stage => stage.Channels) * pooling.StatisticsPerChannel;
        using var scope = NewDisposeScope();
        _mean = NativeTensor.Of(normalisation.PixelMean, [1, 3, 1, 1], device).DetachFromDisposeScope();
        _scale = NativeTensor.Of(normalisation.PixelScale, [1, 3, 1, 1], device).DetachFromDisposeScope();
    }

    /// <summary>What its weights' names begin with in a state that holds several trunks; empty for a classifier's first.</summary>
    public string Path { get; }

    /// <summary>The names of the stages that are pooled.</summary>
    public IReadOnlySet<string> Taps { get; }

    /// <summary>Bottom to top, up to the highest tap. All begin frozen.</summary>
    public IReadOnlyList<Stage> Stages { get; }

    public Normalisation Normalisation { get; }

    /// <summary>d.</summary>
    public int Features { get; }

    /// <summary>The lowest of the stages that are pooled: the features begin with its channels' means.</summary>
    public Stage LowestTap => Stages.First(IsTap);

    public Precision Precision { get; set; }

    /// <summary>Every weight and statistic by its path in a state of the classifier.</summary>
    internal IEnumerable<(string Path, Weight Weight)> Weights =>
        Stages.SelectMany(stage => stage.Weights).Select(weight => (NameOf(weight.Path), weight.Weight));

    /// <summary>Builds the plan's trunk with its pretrained weights.</summary>
    /// <exception cref="ArgumentException">The plan names what there is not.</exception>
    /// <exception cref="FileNotFoundException">The weights are not on this machine; the message says how to get them.</exception>
    /// <exception cref="InvalidDataException">The weights do not fit; the message names file and tensor.</exception>
    internal static Trunk Create(TrunkPlan plan, string path, Pooling pooling, Device device)
    {
        var weights = PretrainedWeights.Named(plan.Weights, plan.Network);
        using var state = weights.Read();
        return Create(plan with { Network = weights.Network }, path, pooling, weights.Normalisation, state, state.Source, device);
    }

    /// <summary>Builds a trunk from a state of the whole network, or of as much as is tapped.</summary>
    internal static Trunk Create(
        TrunkPlan plan,
        string path,
        Pooling pooling,
        Normalisation normalisation,
        IReadOnlyDictionary<string, Tensor> state,
        string source,
        Device device)
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
            device,
            spare: stages.Skip(used).SelectMany(stage => stage.Weights));
        return new Trunk(path, taps, [.. stages.Take(used)], normalisation, pooling, device);
    }

    /// <param name="images">uint8, or float32 from 0 to 255, [N, H, W, 3], red, green, blue; left as they are.</param>
    /// <returns>[N, 3, H, W] on the trunk's device, in its precision.</returns>
    public Tensor Normalise(Tensor images)
    {
        using var scope = NewDisposeScope();
        // Not made contiguous: the channels stay last in memory, in which order the CPU's convolutions are half as fast again.
        var planes = images.to(_device).permute(0, 3, 1, 2).to(ScalarType.Float32, copy: true).sub_(_mean).mul_(_scale);
        return (Precision == Precision.BFloat16 ? planes.to(ScalarType.BFloat16) : planes).MoveToOuterDisposeScope();
    }

    /// <summary>Runs the lowest stages only.</summary>
    /// <param name="images">As <see cref="Normalise"/> takes them.</param>
    /// <param name="stages">How many, from the bottom.</param>
    public StageOutput Prefix(Tensor images, int stages)
    {
        using var scope = NewDisposeScope();
        return Advance(new StageOutput(0, Normalise(images), zeros([images.shape[0], 0], device: _device)), stages).MoveToOuterDisposeScope();
    }

    /// <summary>Runs the stages above a prefix.</summary>
    /// <returns>[N, d].</returns>
    public Tensor Embed(StageOutput prefix)
    {
        using var scope = NewDisposeScope();
        return Advance(prefix, Stages.Count).Pooled.MoveToOuterDisposeScope();
    }

    /// <summary>The topmost stages, each with how far it lies below the top.</summary>
    public IEnumerable<(Stage Stage, int BelowTop)> Top(int stages) => Stages.Reverse().Take(stages).Select((stage, i) => (stage, i));

    /// <summary>What a stage's tensor is called in a state of the classifier.</summary>
    public string NameOf(string tensor) => Layer.Join(Path, tensor);

    public void Dispose()
    {
        foreach (var (_, weight) in Weights)
            weight.Free();
        _mean.Dispose();
        _scale.Dispose();
    }

    /// <summary>Writes the normalisation.</summary>
    /// <param name="pixels">float32 [N, 3, H, W], from 0 to 255.</param>
    internal GraphTrunk Begin(GraphBuilder graph, GraphValue pixels)
    {
        var centred = graph.Node("Sub", [pixels, graph.Constant("pixel_mean", Normalisation.PixelMean, 1, 3, 1, 1)]);
        return new GraphTrunk(0, graph.Node("Mul", [centred, graph.Constant("pixel_scale", Normalisation.PixelScale, 1, 3, 1, 1)]), []);
    }

    /// <summary>Writes the stages above a trunk's up to another.</summary>
    /// <param name="path">Before the weights' names, which are unique in a graph.</param>
    internal GraphTrunk Write(GraphBuilder graph, string path, GraphTrunk from, int to)
    {
        var activation = from.Activation;
        var taps = from.Taps.ToList();
        for (var i = from.Stages; i < to; i++)
        {
            activation = Stages[i].Write(graph, Layer.Join(path, Path), activation);
            if (IsTap(Stages[i]))
                taps.Add(_pooling.Write(graph, Stages[i].Channels, activation));
        }
        return new GraphTrunk(to, activation, taps);
    }

    private bool IsTap(Stage stage) => Taps.Contains(stage.Name);

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
                pooled.AddRange(_pooling.Forward(activation));
        }
        return new StageOutput(to, activation, cat(pooled, dim: 1)).MoveToOuterDisposeScope();
    }
}
