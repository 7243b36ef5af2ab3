using Lesion.Imaging;
using Lesion.Learning.Export;
using Lesion.Learning.Native;
using Lesion.Learning.Networks;
using Lesion.Learning.Networks.Heads;
using Lesion.Onnx;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Export;

public sealed class OnnxExportTests
{
    [Fact]
    public void The_exported_model_answers_as_the_network()
    {
        using var network = Samples.Network();
        using var images = Samples.DrawImages(5, 64, 64);

        var certificate = ParityCheck.Run(network, OnnxExport.Export(network, Samples.Card), images);

        certificate.Images.ShouldBe(5);
        certificate.MaxLogitDifference.ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void The_exported_model_answers_as_the_network_on_real_images()
    {
        var files = new[] { "benign", "malignant" }
            .SelectMany(label => Directory.EnumerateFiles(SharedData.Images($"ham-1000/val/{label}")).Order(StringComparer.Ordinal).Take(6));
        using var network = Samples.Network();
        using var scope = NewDisposeScope();
        var images = stack(files.Select(file =>
            tensor(NetworkInput.FromOriginal(File.ReadAllBytes(file), CanonicalRecipe.Default, new NetworkInputRecipe())).reshape(224, 224, 3)));

        var certificate = ParityCheck.Run(network, OnnxExport.Export(network, Samples.Card), images);

        certificate.Images.ShouldBe(12);
        certificate.MaxLogitDifference.ShouldBeLessThan(1e-4);
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(75, 98)]
    public void The_activation_map_sums_to_the_logits_less_the_bias(int height, int width)
    {
        using var network = Samples.Network();
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var images = Samples.DrawImages(2, height, width);
        using var session = new InferenceSession(OnnxExport.Export(network, Samples.Card));

        var answers = OnnxAnswers.Run(session, images);

        var expected = answers["logits"] - network.Linear().Bias;
        var stage2 = network.Trunks[0].Prefix(images, stages: 3).Activation.shape;
        answers["activation_map"].shape.ShouldBe([2, 2, stage2[2], stage2[3]]);
        (answers["activation_map"].sum([2, 3]) - expected).abs().max().item<float>().ShouldBeLessThan(1e-4f);
        (answers["embedding"] - network.Embed(images)).abs().max().item<float>().ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void A_coarse_cell_is_spread_over_the_fine_cells_that_it_covers()
    {
        // With stage 3 alone mattering, the map at the corner's fine cell is the corner's coarse cell times its share.
        var plan = Samples.Plan with { PoolDeviation = false };
        using var network = Samples.Network(plan);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var weight = zeros(2, 384);
        weight[0, 128] = 1;
        network.Linear().Set(new float[384], [.. Enumerable.Repeat(1f, 384)], weight.data<float>().ToArray(), new float[2]);
        var images = Samples.DrawImages(1, 64, 64);
        using var session = new InferenceSession(OnnxExport.Export(network, Samples.Card));

        var map = OnnxAnswers.Run(session, images)["activation_map"];

        var coarse = network.Trunks[0].Prefix(images, stages: 4).Activation;
        (map.shape[2], coarse.shape[2]).ShouldBe((7, 3));
        // Fine cell 2 covers [6, 9) of 21, a coarse cell is 7 long: one third of it lies in coarse cell 0, two in cell 1.
        double share0 = 1.0 / 7, share1 = 2.0 / 7;
        var expected = coarse[0, 0, 0, 0].item<float>() / 9 * share0 * 3 / 7 + coarse[0, 0, 1, 0].item<float>() / 9 * share1 * 3 / 7;
        map[0, 0, 2, 0].item<float>().ShouldBe((float)expected, tolerance: 1e-6);
        map[0, 1].abs().max().item<float>().ShouldBe(0);
    }

    [Theory]
    [InlineData(true, false, null, "layer3")]
    [InlineData(false, true, null, "layer2")]
    [InlineData(false, false, 0.3, "layer3")]
    [InlineData(true, true, 0.25, "layer1", "layer3")]
    public void Any_choice_of_taps_and_statistics_can_be_exported(bool mean, bool deviation, double? centre, params string[] taps)
    {
        var plan = Samples.Plan with { PoolMean = mean, PoolDeviation = deviation, PoolCentre = centre, Taps = taps, Classes = ["a", "b", "c"] };
        using var network = Samples.Network(plan);
        using var images = Samples.DrawImages(2, 64, 80);
        using var scope = NewDisposeScope();
        var model = OnnxExport.Export(network, Samples.Card with { Classes = plan.Classes });
        using var session = new InferenceSession(model);

        ParityCheck.Run(network, model, images).MaxLogitDifference.ShouldBeLessThan(1e-4);
        var answers = OnnxAnswers.Run(session, images);
        (answers["activation_map"].sum([2, 3]).Add(network.Linear().Bias.detach()) - answers["logits"]).abs().max().item<float>().ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void The_activation_map_of_an_mlp_head_goes_by_its_gradient_at_the_image()
    {
        var plan = Samples.Plan with { Classes = ["a", "b", "c"], Head = new HeadPlan { Kind = HeadKind.Mlp, Hidden = 8 } };
        using var network = ClassifierNetwork.Create(plan);
        using var scope = NewDisposeScope();
        var images = Samples.DrawImages(3, 64, 80);
        network.Head.Standardise([.. Enumerable.Repeat(0.3f, network.EmbeddingSize)], [.. Enumerable.Repeat(0.8f, network.EmbeddingSize)]);
        var model = OnnxExport.Export(network, Samples.Card with { Classes = plan.Classes });
        using var session = new InferenceSession(model);

        var answers = OnnxAnswers.Run(session, images);

        ParityCheck.Run(network, model, images).MaxLogitDifference.ShouldBeLessThan(1e-4);
        ModelCard.Parse(session.ModelMetadata.CustomMetadataMap).ActivationMap.ShouldBe("gradient");
        var embedding = network.Embed(images).detach().requires_grad_();
        var logits = network.Logits(embedding);
        for (var k = 0; k < 3; k++)
        {
            var gradient = autograd.grad([logits[.., k].sum()], [embedding], retain_graph: true)[0];
            var expected = (gradient * (embedding - network.Head.Mean)).sum(1);
            (answers["activation_map"][.., k].sum([1, 2]) - expected).abs().max().item<float>().ShouldBeLessThan(1e-4f);
        }
    }

    [Fact]
    public void The_card_can_be_read_from_the_model()
    {
        using var network = Samples.Network();
        using var session = new InferenceSession(OnnxExport.Export(network, Samples.Card));

        var card = ModelCard.Parse(session.ModelMetadata.CustomMetadataMap);

        card.Classes.ShouldBe(Samples.Card.Classes);
        card.Input.ShouldBe(Samples.Card.Input);
        card.Temperature.ShouldBe(1.7);
        session.InputMetadata["image"].ElementDataType.ShouldBe(Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.UInt8);
    }

    [Fact]
    public void A_model_that_differs_from_the_network_is_refused()
    {
        using var network = Samples.Network();
        using var images = Samples.DrawImages(2, 64, 64);
        var model = OnnxExport.Export(network, Samples.Card);
        using (no_grad())
            network.Linear().Bias.Add_(0.01f);

        Should.Throw<InvalidDataException>(() => ParityCheck.Run(network, model, images)).Message.ShouldContain("must not be published");
    }

    [Fact]
    public void Classes_that_are_not_the_networks_are_refused()
    {
        using var network = Samples.Network();

        Should.Throw<ArgumentException>(() => OnnxExport.Export(network, Samples.Card with { Classes = ["malignant", "benign"] }));
    }

    [Fact]
    public void A_model_file_that_is_cut_off_is_refused_by_ONNX_Runtime()
    {
        using var network = Samples.Network();
        var model = OnnxExport.Export(network, Samples.Card);

        Should.Throw<OnnxRuntimeException>(() => new InferenceSession(model[..(model.Length / 2)]).Dispose())
            .Message.ShouldContain("Failed to load model");
    }
}
