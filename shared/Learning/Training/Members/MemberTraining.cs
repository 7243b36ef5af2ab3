using Lesion.Contracts;
using Lesion.Learning.Networks;
using Lesion.Learning.Optimisation.Schedules;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Training.Members;

/// <summary>
/// The network of the member that is being trained, and within a phase all that trains it. What it holds can be stored
/// between two steps and taken up elsewhere to the same bytes.
/// </summary>
/// <param name="network">As the first phase finds it; this owns it.</param>
/// <param name="images">Those to train on.</param>
/// <param name="labels">The class of each.</param>
internal sealed class MemberTraining(
    Member member, ClassifierNetwork network, IReadOnlyList<DatasetImage> images, IReadOnlyList<int> labels) : IDisposable
{
    private const string NetworkPrefix = "network.";
    private const string BestPrefix = "best.";

    private readonly Dictionary<string, Tensor> _best = new(StringComparer.Ordinal);
    private int _changed;

    public Member Member { get; } = member;

    public ClassifierNetwork Network { get; } = network;

    public IReadOnlyList<DatasetImage> Images { get; } = images;

    /// <summary>Null between two phases.</summary>
    public PhaseTraining? Phase { get; private set; }

    public void BeginPhase(TrainRecipe recipe)
    {
        _changed = Math.Max(_changed, recipe.Stages.Of(Network.Depth));
        Phase = new PhaseTraining(Network, recipe, [.. Network.Classes.Select((_, k) => labels.Count(label => label == k))]);
    }

    /// <summary>Runs some batches.</summary>
    /// <param name="step">Makes a step, and gives its loss.</param>
    /// <returns>The losses.</returns>
    public IReadOnlyList<double> Train(
        IReadOnlyList<ImageBatch> batches, IBatchSource source, Func<PhaseTraining, Batch, int, Tensor> step)
    {
        using var scope = NewDisposeScope();
        var losses = new List<Tensor>();
        for (var i = 0; i < batches.Count; i++)
        {
            using var batchScope = NewDisposeScope();
            var targets = Phase!.Targets([.. batches[i].Places.Select(place => labels[place])]);
            var batch = source.Make(batches[i], targets);
            losses.Add(step(Phase, batch, i).MoveToOuterDisposeScope());
        }

        // Read together, so that a device is not waited for at every step.
        return losses.Count == 0 ? [] : [.. stack(losses).cpu().data<float>().ToArray().Select(loss => (double)loss)];
    }

    /// <summary>Gives the network with its averaged weights for as long as the work lasts.</summary>
    public T UseAveraged<T>(Func<ClassifierNetwork, T> work)
    {
        Phase?.Swap();
        try
        {
            return work(Network);
        }
        finally
        {
            Phase?.Swap();
        }
    }

    /// <summary>Remembers the averaged weights as the phase's best.</summary>
    public void KeepBest() => UseAveraged(network =>
    {
        ForgetBest();
        foreach (var (name, value) in network.Changed(_changed))
            _best[name] = value.detach().clone().DetachFromDisposeScope();
        return true;
    });

    /// <summary>Gives the phase's best weights where some were kept, else its averaged ones.</summary>
    public T UseFinal<T>(Func<IEnumerable<KeyValuePair<string, Tensor>>, T> work) =>
        _best.Count > 0 ? work(_best) : UseAveraged(network => work(network.Changed(_changed)));

    /// <summary>The phase's final weights are the network's from now on.</summary>
    public void EndPhase()
    {
        Phase?.Swap();
        Phase?.Dispose();
        Phase = null;
        Network.Restore(_best);
        ForgetBest();
    }

    public IEnumerable<KeyValuePair<string, Tensor>> State() =>
    [
        .. Phase?.State() ?? [],
        .. Network.Changed(_changed).Where(weight => Phase is null || !weight.Value.requires_grad).Select(Under(NetworkPrefix)),
        .. _best.Select(Under(BestPrefix)),
    ];

    /// <summary>Takes up what <see cref="State"/> gave.</summary>
    /// <param name="changed">How many stages have been trained so far, with this phase.</param>
    /// <param name="phase">The phase under way; null between two.</param>
    /// <param name="steps">That the phase has done.</param>
    public void Load(StateDict stored, int changed, TrainRecipe? phase, int steps)
    {
        Network.Restore(Below(stored, NetworkPrefix));
        _changed = changed;
        if (phase is not null)
        {
            BeginPhase(phase);
            Phase!.Load(stored, steps);
        }

        foreach (var (name, value) in Below(stored, BestPrefix))
            _best[name] = value.to(Network.Device, copy: true).DetachFromDisposeScope();
    }

    public void Dispose()
    {
        Phase?.Dispose();
        ForgetBest();
        Network.Dispose();
    }

    private void ForgetBest()
    {
        foreach (var tensor in _best.Values)
            tensor.Dispose();
        _best.Clear();
    }

    private static Func<KeyValuePair<string, Tensor>, KeyValuePair<string, Tensor>> Under(string prefix) =>
        entry => KeyValuePair.Create(prefix + entry.Key, entry.Value);

    private static Dictionary<string, Tensor> Below(StateDict stored, string prefix) => stored
        .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);
}
