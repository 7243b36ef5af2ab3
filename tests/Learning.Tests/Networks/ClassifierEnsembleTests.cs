using Lesion.Learning.Export;
using Lesion.Learning.Native;
using Lesion.Learning.Networks;
using Lesion.Onnx;
using Lesion.Onnx.Protobuf;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Networks;

public sealed class ClassifierEnsembleTests
{
    [Fact]
    public void Its_answers_are_the_means_of_its_members_answers()
    {
        using var ensemble = Ensemble();
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var images = Samples.DrawImages(2, 64, 64);

        var prediction = ensemble.Predict(images);

        var members = ensemble.Members.Select(member => member.Predict(images)).ToList();
        Difference(prediction.Logits, members[0].Logits.Add(members[1].Logits).Add(members[2].Logits).Div(3)).ShouldBeLessThan(1e-5f);
        Difference(prediction.Embedding, members[0].Embedding.Add(members[1].Embedding).Add(members[2].Embedding).Div(3)).ShouldBeLessThan(1e-5f);
        Difference(members[0].Logits, members[1].Logits).ShouldBeGreaterThan(1e-3f);
    }

    [Fact]
    public void It_is_exported_as_one_graph_that_answers_as_it_does()
    {
        using var ensemble = Ensemble();
        using var images = Samples.DrawImages(3, 64, 80);

        ParityCheck.Run(ensemble, OnnxExport.Export(ensemble, Samples.Card), images).MaxLogitDifference.ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Stages_that_are_equal_in_all_members_are_written_once()
    {
        using var ensemble = Ensemble();
        using var network = Samples.Network();

        var one = Weights(OnnxExport.Export(network, Samples.Card));
        var three = Weights(OnnxExport.Export(ensemble, Samples.Card));

        var top = network.Stages[^1].Parameters.Sum(parameter => parameter.numel());
        (three - one).ShouldBeInRange(2 * top, (long)(2.02 * top));
    }

    [Fact]
    public void Its_activation_map_sums_to_the_logits_less_the_members_mean_bias()
    {
        using var ensemble = Ensemble();
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var images = Samples.DrawImages(2, 64, 64);
        using var session = new InferenceSession(OnnxExport.Export(ensemble, Samples.Card));

        var answers = OnnxAnswers.Run(session, images);

        var bias = stack(ensemble.Members.Select(member => (Tensor)member.Linear().Bias)).mean([0]);
        Difference(answers["activation_map"].sum([2, 3]), answers["logits"] - bias).ShouldBeLessThan(1e-4f);
        ModelCard.Parse(session.ModelMetadata.CustomMetadataMap).ActivationMap.ShouldBe(ActivationMapKind.Decomposition);
    }

    [Fact]
    public void Members_of_different_plans_are_refused()
    {
        using var network = Samples.Network();
        using var other = Samples.Network(Samples.Plan with { Taps = ["layer3"] });

        Should.Throw<ArgumentException>(() => new ClassifierEnsemble([network, other])).Message.ShouldContain("one plan");
        Should.Throw<ArgumentException>(() => new ClassifierEnsemble([])).Message.ShouldContain("at least one");
    }

    [Fact]
    public void Predicting_and_disposing_leave_no_tensor_behind()
    {
        using var images = Samples.DrawImages(1, 64, 64);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using (var ensemble = Ensemble())
        using (NewDisposeScope())
            ensemble.Predict(images);

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(live);
    }

    /// <summary>Three members that differ in their last stage and in their heads.</summary>
    private static ClassifierEnsemble Ensemble()
    {
        using var withoutGradients = no_grad();
        var members = Enumerable.Range(0, 3).Select(i =>
        {
            var network = Samples.Network();
            network.Stages[^1].Parameters.First().Mul_(1 + 0.5f * i);
            network.Linear().Weight.Mul_(1 - 0.3f * i);
            network.Linear().Bias.Add_(0.2f * i);
            return network;
        });
        return new ClassifierEnsemble([.. members]);
    }

    /// <summary>The numbers in the model's tensors.</summary>
    private static long Weights(byte[] onnx) =>
        ModelProto.Parser.ParseFrom(onnx).Graph.Initializer.Sum(tensor => tensor.Dims.Aggregate(1L, (product, extent) => product * extent));

    private static float Difference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}
