using Lesion.Learning.Export;
using Lesion.Learning.Native;
using Lesion.Learning.Networks;
using Lesion.Learning.Tests.Networks.Zoo;
using Lesion.Learning.Training;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Networks;

public sealed class SeveralTrunksTests
{
    private static NetworkPlan Plan => Samples.Plan with
    {
        PoolCentre = 0.3,
        Companions = [new TrunkPlan(DrawnWeights.File, DrawnWeights.Network, ["fire7", "fire9"])],
    };

    [Fact]
    public void The_embedding_is_the_trunks_features_one_after_another()
    {
        using var network = Samples.Network(Plan);
        using var alone = ClassifierNetwork.Create(Plan with { Companions = [] });
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var images = Samples.DrawImages(2, 64, 64);

        var embedding = network.Embed(images);

        embedding.shape.ShouldBe([2, alone.EmbeddingSize + 3 * (384 + 512)]);
        var first = embedding.narrow(1, 0, alone.EmbeddingSize);
        first.equal(alone.Embed(images)).all().item<bool>().ShouldBeTrue();
        var second = network.Trunks[1].Embed(network.Trunks[1].Prefix(images, stages: 2));
        embedding.narrow(1, alone.EmbeddingSize, second.shape[1]).equal(second).all().item<bool>().ShouldBeTrue();
        network.Embed(network.Prefixes(images, top: 1)).equal(embedding).all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void They_are_exported_as_one_graph_whose_activation_map_sums_to_the_logits_less_the_bias()
    {
        using var network = Samples.Network(Plan);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var images = Samples.DrawImages(3, 64, 80);
        var model = OnnxExport.Export(network, Samples.Card);

        ParityCheck.Run(network, model, images).MaxLogitDifference.ShouldBeLessThan(1e-4);

        using var session = new InferenceSession(model);
        var answers = OnnxAnswers.Run(session, images);
        Difference(answers["activation_map"].sum([2, 3]), answers["logits"] - network.Linear().Bias).ShouldBeLessThan(2e-3f);
    }

    [Fact]
    public void Each_trunks_topmost_stages_are_trained_and_their_weights_do_not_share_names()
    {
        using var network = Samples.Network(Plan);

        var trained = network.Trainable(stages: 1).ToList();

        var names = trained.Where(weight => weight.BelowTop is not null).Select(weight => weight.Name).ToList();
        names.ShouldBe([.. network.Trunks[0].Stages[^1].NamedParameters.Concat(
            network.Trunks[1].Stages[^1].NamedParameters.Select(weight => ("trunk2." + weight.Name, weight.Value))).Select(weight => weight.Item1)]);
        network.State().Select(entry => entry.Key).ShouldBeUnique();
        network.Changed(stages: 1).Select(entry => entry.Key).Except(network.State().Select(entry => entry.Key)).ShouldBeEmpty();
    }

    [Fact]
    public void An_ensemble_writes_what_its_members_share_of_either_trunk_once()
    {
        using var withoutGradients = no_grad();
        var members = Enumerable.Range(0, 2).Select(i =>
        {
            var network = Samples.Network(Plan);
            network.Trunks[1].Stages[^1].Parameters.First().Mul_(1 + i);
            return network;
        }).ToList();
        var one = OnnxExport.Export(members[0], Samples.Card).Length;
        using var ensemble = new ClassifierEnsemble(members);
        using var images = Samples.DrawImages(2, 64, 64);

        var model = OnnxExport.Export(ensemble, Samples.Card);

        ParityCheck.Run(ensemble, model, images).MaxLogitDifference.ShouldBeLessThan(1e-4);
        var doubled = 4 * (members[0].Trunks[0].Stages.Skip(4).Concat(members[0].Trunks[1].Stages.TakeLast(1))
            .SelectMany(stage => stage.Parameters).Sum(parameter => parameter.numel()) + members[0].EmbeddingSize * 2);
        (model.Length - one).ShouldBeInRange((int)doubled, (int)(1.2 * doubled));
    }

    [Fact]
    public void A_trunk_beside_itself_is_refused() =>
        Should.Throw<ArgumentException>(() => ClassifierNetwork.Create(Plan with { Companions = [new TrunkPlan(Samples.Plan.Weights)] }))
            .Message.ShouldContain("each trunk once");

    [Fact]
    public void Nothing_is_left_behind_where_a_companion_cannot_be_built()
    {
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Should.Throw<ArgumentException>(() => ClassifierNetwork.Create(Plan with { Companions = [new TrunkPlan(DrawnWeights.File, DrawnWeights.Network, ["fire99"])] }))
            .Message.ShouldContain("fire99");

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(live);
    }

    private static float Difference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}
