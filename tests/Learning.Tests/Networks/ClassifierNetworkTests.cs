using Lesion.Learning.Native;
using Lesion.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Networks;

public sealed class ClassifierNetworkTests
{
    [Fact]
    public void Normalisation_is_the_one_that_the_weights_were_trained_with()
    {
        using var network = ClassifierNetwork.Create(Samples.Plan);
        using var scope = NewDisposeScope();
        var image = tensor(new byte[] { 0, 128, 255, 10, 20, 30 }).reshape(1, 1, 2, 3);

        var normalised = network.Trunks[0].Normalise(image);

        normalised.shape.ShouldBe([1, 3, 1, 2]);
        normalised[0, 0, 0, 0].item<float>().ShouldBe((0f - 0.485f) / 0.229f, 1e-5f);
        normalised[0, 1, 0, 0].item<float>().ShouldBe((128 / 255f - 0.456f) / 0.224f, 1e-5f);
        normalised[0, 2, 0, 1].item<float>().ShouldBe((30 / 255f - 0.406f) / 0.225f, 1e-5f);
    }

    [Fact]
    public void The_embedding_holds_each_taps_means_then_its_deviations_then_its_means_about_the_centre()
    {
        using var network = ClassifierNetwork.Create(Samples.Plan with { PoolCentre = 0.5 });
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var images = Samples.DrawImages(2, 64, 64);

        var embedding = network.Embed(images);

        var layer2 = network.Trunks[0].Prefix(images, stages: 3).Activation;
        var layer3 = network.Trunks[0].Prefix(images, stages: 4).Activation;
        var expected = cat(
            [Mean(layer2), Deviation(layer2), Centre(layer2), Mean(layer3), Deviation(layer3), Centre(layer3)], dim: 1);
        (embedding - expected).abs().max().item<float>().ShouldBeLessThan(1e-5f);

        static Tensor Mean(Tensor x) => x.flatten(2).mean([2]);
        static Tensor Deviation(Tensor x) => (x - x.mean([2, 3], keepdim: true)).Square().mean([2, 3]).Add(1e-5).sqrt();
        static Tensor Centre(Tensor x)
        {
            var weights = Enumerable.Range(0, (int)x.shape[2]).SelectMany(i => Enumerable.Range(0, (int)x.shape[3]).Select(j =>
                (float)Math.Exp(-(Square((2 * i + 1.0) / x.shape[2] - 1) + Square((2 * j + 1.0) / x.shape[3] - 1)) / (2 * 0.5 * 0.5))));
            var field = tensor(weights.ToArray()).reshape(x.shape[2], x.shape[3]);
            return (x * field).sum([2, 3]) / field.sum();
        }

        static double Square(double x) => x * x;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_prefix_run_once_and_the_rest_later_give_the_same_embedding(int stages)
    {
        using var network = ClassifierNetwork.Create(Samples.Plan);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var images = Samples.DrawImages(2, 64, 64);

        var prefix = network.Trunks[0].Prefix(images, stages);

        network.Embed([prefix]).equal(network.Embed(images)).all().item<bool>().ShouldBeTrue();
        prefix.Activation.IsInvalid.ShouldBeFalse();
    }

    [Fact]
    public void The_head_standardises_and_then_is_linear()
    {
        using var network = ClassifierNetwork.Create(Samples.Plan with { Taps = ["stem"], PoolDeviation = false });
        using var scope = NewDisposeScope();
        float[] mean = [.. Enumerable.Repeat(1f, 64)], deviation = [.. Enumerable.Repeat(2f, 64)];
        var weight = new float[128];
        weight[0] = 3;
        weight[64 + 5] = -1;
        network.Linear().Set(mean, deviation, weight, [0.5f, 0]);
        var embedding = Arithmetic.Arange(64).reshape(1, 64);

        network.Logits(embedding).data<float>().ToArray().ShouldBe([3 * (0 - 1) / 2f + 0.5f, -(5 - 1) / 2f]);
    }

    [Fact]
    public void A_feature_that_cannot_be_standardised_is_refused()
    {
        using var network = ClassifierNetwork.Create(Samples.Plan with { Taps = ["stem"], PoolDeviation = false });

        Should.Throw<ArgumentException>(() => network.Linear().Set(new float[64], new float[64], new float[128], new float[2]))
            .Message.ShouldContain("Feature 0 has deviation 0");
    }

    [Fact]
    public void Only_the_stages_that_are_asked_for_get_gradients()
    {
        using var network = Samples.Network();
        using var images = Samples.DrawImages(2, 64, 64);
        using var scope = NewDisposeScope();
        network.Stages[^1].Train(true);
        network.Head.Train(true);

        nn.functional.cross_entropy(network.Logits(network.Embed(images)), tensor(new long[] { 0, 1 })).backward();

        network.Stages[^1].Parameters.ShouldAllBe(parameter => parameter.grad!.abs().sum().item<float>() > 0);
        network.Stages.SkipLast(1).SelectMany(stage => stage.Parameters).ShouldAllBe(parameter => ReferenceEquals(parameter.grad, null));
        network.Head.Mean.requires_grad.ShouldBeFalse();
    }

    [Fact]
    public void In_bfloat16_it_answers_nearly_the_same_and_gradients_arrive_in_float32()
    {
        using var network = Samples.Network();
        using var images = Samples.DrawImages(2, 64, 64);
        using var scope = NewDisposeScope();
        var expected = network.Predict(images);
        network.Stages[^1].Train(true);
        network.Precision = Precision.BFloat16;

        var (embedding, logits) = network.Predict(images);
        logits.sum().backward();

        network.Trunks[0].Prefix(images, stages: 2).Activation.dtype.ShouldBe(ScalarType.BFloat16);
        embedding.dtype.ShouldBe(ScalarType.Float32);
        var difference = (embedding - expected.Embedding).abs().mean().item<float>() / expected.Embedding.abs().mean().item<float>();
        difference.ShouldBeInRange(1e-5f, 0.02f);
        network.Stages[^1].Parameters.ShouldAllBe(parameter => parameter.dtype == ScalarType.Float32 && parameter.grad!.dtype == ScalarType.Float32);
    }

    [Fact]
    public void A_saved_state_brings_another_network_to_the_same_answers()
    {
        using var network = Samples.Network();
        using var other = ClassifierNetwork.Create(Samples.Plan);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        network.Stages[^1].Parameters.First().Mul_(1.5f);
        var images = Samples.DrawImages(1, 64, 64);
        var parameter = other.Stages[^1].Parameters.First();

        other.Load(network.State().ToDictionary());

        other.Logits(other.Embed(images)).equal(network.Logits(network.Embed(images))).all().item<bool>().ShouldBeTrue();
        other.Stages[^1].Parameters.First().ShouldBeSameAs(parameter);
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_by_the_names_of_its_tensors()
    {
        using var network = ClassifierNetwork.Create(Samples.Plan);
        using var scope = NewDisposeScope();
        var state = network.State().ToDictionary();
        state.Remove("layer2.0.conv1.weight");
        state["layer9.0.conv1.weight"] = zeros(1);
        state["head.bias"] = zeros(5);

        var message = Should.Throw<InvalidDataException>(() => network.Load(state)).Message;

        message.ShouldContain("lacks layer2.0.conv1.weight");
        message.ShouldContain("superfluously, layer9.0.conv1.weight");
        message.ShouldContain("head.bias [5] instead of [2]");
    }

    [Theory]
    [InlineData("layer7")]
    [InlineData("fc")]
    public void A_tap_that_the_trunk_has_not_is_refused_by_name(string tap) =>
        Should.Throw<ArgumentException>(() => ClassifierNetwork.Create(Samples.Plan with { Taps = [tap] })).Message.ShouldContain(tap);

    [Fact]
    public void Weights_that_there_are_not_are_refused_by_name() =>
        Should.Throw<ArgumentException>(() => ClassifierNetwork.Create(Samples.Plan with { Weights = "resnet9000" }))
            .Message.ShouldContain("resnet9000");

    [Fact]
    public void Steps_of_training_and_of_use_leave_no_tensor_behind()
    {
        using var network = Samples.Network();
        using var images = Samples.DrawImages(2, 64, 64);
        network.Stages[^1].Train(true);
        network.Head.Train(true);
        using var optimiser = optim.AdamW([.. network.Stages[^1].Parameters, network.Linear().Weight, network.Linear().Bias], lr: 1e-5);
        Step();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var i = 0; i < 3; i++)
            Step();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(live);

        void Step()
        {
            using var scope = NewDisposeScope();
            optimiser.zero_grad();
            nn.functional.cross_entropy(network.Logits(network.Embed(images)), tensor(new long[] { 0, 1 })).backward();
            optimiser.step();
            using var withoutGradients = no_grad();
            network.Embed([network.Trunks[0].Prefix(images, stages: 3)]);
            Classifier.Probabilities(network.Logits(network.Embed(images)), 2);
        }
    }

    [Fact]
    public void A_disposed_network_leaves_no_tensor_behind()
    {
        // Not Tensor.TotalCount: that one keeps counting what a Parameter took over from a tensor, and what other tests left
        // to the garbage collector.
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var network = ClassifierNetwork.Create(Samples.Plan with { Taps = ["layer2"] });

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBeGreaterThan(live);
        network.Dispose();
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(live);
    }
}
