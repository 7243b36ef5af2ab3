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
    private readonly int _shared;

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
        _shared = Enumerable.Range(0, Base.Stages.Count).TakeWhile(AreEqual).Count();
    }

    public IReadOnlyList<ClassifierNetwork> Members { get; }

    public override IReadOnlyList<string> Classes => Base.Classes;

    public override int EmbeddingSize => Base.EmbeddingSize;

    public override Device Device => Base.Device;

    public override Normalisation Normalisation => Base.Normalisation;

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

    private ClassifierNetwork Base => First(Members);

    public override Prediction Predict(Tensor images)
    {
        using var scope = NewDisposeScope();
        var prefix = Base.Prefix(images, _shared);
        var embeddings = Members.Select(member => member.Embed(prefix)).ToList();
        var logits = Members.Zip(embeddings, (member, embedding) => member.Logits(embedding));
        return new Prediction(Mean(embeddings), Mean(logits));

        static Tensor Mean(IEnumerable<Tensor> values) => stack(values).mean([0]).MoveToOuterDisposeScope();
    }

    public override void Dispose()
    {
        foreach (var member in Members)
            member.Dispose();
    }

    internal override ClassifierOutputs Write(GraphBuilder graph, GraphValue planes)
    {
        var prefix = Base.Write(graph, "", new GraphTrunk(0, planes, []), _shared);
        var outputs = Members.Select((member, i) => Write(graph, $"member{i + 1}", member, prefix)).ToList();
        return new ClassifierOutputs(
            Mean(graph, outputs.Select(output => output.Embedding)),
            Mean(graph, outputs.Select(output => output.Logits)),
            Mean(graph, outputs.Select(output => output.ActivationMap)));
    }

    private static ClassifierOutputs Write(GraphBuilder graph, string path, ClassifierNetwork member, GraphTrunk prefix) =>
        member.Write(graph, path, member.Write(graph, path, prefix, member.Stages.Count));

    private static GraphValue Mean(GraphBuilder graph, IEnumerable<GraphValue> values) => graph.Node("Mean", values);

    private static ClassifierNetwork First(IReadOnlyList<ClassifierNetwork> members) => members[0];

    private static bool IsLike(ClassifierNetwork a, ClassifierNetwork b) =>
        a.Device.Equals(b.Device)
        && a.Stages.Select(stage => stage.Name).SequenceEqual(b.Stages.Select(stage => stage.Name))
        && a.Taps.SetEquals(b.Taps)
        && (a.Plan with { Classes = b.Plan.Classes, Taps = b.Plan.Taps }) == b.Plan
        && a.Classes.SequenceEqual(b.Classes);

    private bool AreEqual(int stage)
    {
        using var scope = NewDisposeScope();
        return Members.Skip(1).All(member => Base.Stages[stage].HasSameValues(member.Stages[stage]));
    }
}
