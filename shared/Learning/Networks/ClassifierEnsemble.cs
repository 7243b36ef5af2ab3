using Lesion.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Networks;

/// <summary>
/// Several networks of one plan, trained on different images: logits, embedding and activation map are the means of theirs.
/// The lowest stages, as far as they are equal in all members, run once. The members must not be trained any more.
/// </summary>
public sealed class ClassifierEnsemble : Classifier
{
    /// <summary>How many of each trunk's lowest stages are equal in all members.</summary>
    private readonly IReadOnlyList<int> _shared;

    /// <param name="members">At least one, on one device; the ensemble owns them.</param>
    /// <exception cref="ArgumentException">They differ in more than their weights.</exception>
    public ClassifierEnsemble(IReadOnlyList<ClassifierNetwork> members)
    {
        if (members.Count == 0)
            throw new ArgumentException("An ensemble needs at least one member.", nameof(members));
        if (members.FirstOrDefault(member => !IsLike(First(members), member)) is { } other)
            throw new ArgumentException(
                $"An ensemble's members have one plan and one device: '{other.Plan.Weights}' on {other.Device} differs from the first.",
                nameof(members));
        Members = members;
        _shared = [.. Base.Trunks.Select((trunk, i) => Enumerable.Range(0, trunk.Stages.Count).TakeWhile(stage => AreEqual(i, stage)).Count())];
    }

    public IReadOnlyList<ClassifierNetwork> Members { get; }

    public override IReadOnlyList<string> Classes => Base.Classes;

    public override int EmbeddingSize => Base.EmbeddingSize;

    public override Device Device => Base.Device;

    public override string ActivationMap => Base.ActivationMap;

    public override Precision Precision
    {
        get => Base.Precision;
        set
        {
            foreach (var member in Members)
                member.Precision = value;
        }
    }

    internal override Trunk FirstTrunk => Base.FirstTrunk;

    private ClassifierNetwork Base => First(Members);

    public override Prediction Predict(Tensor images)
    {
        using var scope = NewDisposeScope();
        var prefixes = Base.Trunks.Zip(_shared, (trunk, stages) => trunk.Prefix(images, stages)).ToList();
        var embeddings = Members.Select(member => member.Embed(prefixes)).ToList();
        var logits = Members.Zip(embeddings, (member, embedding) => member.Logits(embedding));
        return new Prediction(Mean(embeddings), Mean(logits));

        static Tensor Mean(IEnumerable<Tensor> values) => stack(values).mean([0]).MoveToOuterDisposeScope();
    }

    public override void Dispose()
    {
        foreach (var member in Members)
            member.Dispose();
    }

    internal override ClassifierOutputs Write(GraphBuilder graph, GraphValue pixels)
    {
        var prefixes = Base.Trunks.Zip(_shared, (trunk, stages) => trunk.Write(graph, "", trunk.Begin(graph, pixels), stages)).ToList();
        var outputs = Members.Select((member, i) => member.Write(graph, $"member{i + 1}", prefixes)).ToList();
        return new ClassifierOutputs(
            Mean(graph, outputs.Select(output => output.Embedding)),
            Mean(graph, outputs.Select(output => output.Logits)),
            Mean(graph, outputs.Select(output => output.ActivationMap)));
    }

    private static GraphValue Mean(GraphBuilder graph, IEnumerable<GraphValue> values) => graph.Node("Mean", values);

    private static ClassifierNetwork First(IReadOnlyList<ClassifierNetwork> members) => members[0];

    private static bool IsLike(ClassifierNetwork a, ClassifierNetwork b) =>
        a.Device.Equals(b.Device)
        && a.Stages.Select(stage => stage.Name).SequenceEqual(b.Stages.Select(stage => stage.Name))
        && a.Trunks.Zip(b.Trunks).All(pair => pair.First.Path == pair.Second.Path && pair.First.Taps.SetEquals(pair.Second.Taps))
        && (a.Plan with { Classes = b.Plan.Classes, Taps = b.Plan.Taps, Companions = b.Plan.Companions }) == b.Plan
        && a.Classes.SequenceEqual(b.Classes);

    private bool AreEqual(int trunk, int stage)
    {
        using var scope = NewDisposeScope();
        return Members.Skip(1).All(member => Base.Trunks[trunk].Stages[stage].HasSameValues(member.Trunks[trunk].Stages[stage]));
    }
}
