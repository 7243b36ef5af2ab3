using Lesion.Evaluation.Novelty;
using Lesion.Learning.Export;
using Lesion.Learning.Networks;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Export;

public sealed class NoveltyExportTests
{
    [Fact]
    public void The_exported_model_tells_the_novelty_that_the_density_does()
    {
        using var network = Samples.Network();
        using var images = Samples.DrawImages(12, 64, 64);
        var novelty = Fit(network, images);
        var model = OnnxExport.Export(network, Samples.Card, novelty);
        using var session = new InferenceSession(model);
        using var scope = NewDisposeScope();

        var answers = OnnxAnswers.Run(session, images.narrow(0, 0, 3).contiguous());

        answers["novelty"].shape.ShouldBe([3]);
        var expected = novelty.Of(First(answers["embedding"], novelty.Density.Features));
        answers["novelty"].data<float>().Select(value => (double)value).ShouldBe(expected, 1e-3);
        ParityCheck.Run(network, model, images, novelty).MaxNoveltyDifference!.Value.ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void An_ensemble_tells_the_novelty_of_the_mean_embedding()
    {
        using var ensemble = new ClassifierEnsemble([Samples.Network(), Samples.Network()]);
        using var images = Samples.DrawImages(12, 64, 64);
        var novelty = Fit(ensemble, images);

        var certificate = ParityCheck.Run(ensemble, OnnxExport.Export(ensemble, Samples.Card, novelty), images, novelty);

        certificate.MaxNoveltyDifference!.Value.ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void A_model_that_tells_another_novelty_than_the_density_is_refused()
    {
        using var network = Samples.Network();
        using var images = Samples.DrawImages(12, 64, 64);
        var novelty = Fit(network, images);
        var model = OnnxExport.Export(network, Samples.Card, novelty with { Limit = novelty.Limit * 1.01 });

        Should.Throw<InvalidDataException>(() => ParityCheck.Run(network, model, images, novelty)).Message.ShouldContain("novelty");
    }

    [Fact]
    public void A_model_without_a_density_has_no_such_output()
    {
        using var network = Samples.Network();
        using var images = Samples.DrawImages(2, 64, 64);
        var model = OnnxExport.Export(network, Samples.Card);
        using var session = new InferenceSession(model);

        session.OutputNames.ShouldNotContain("novelty");
        ParityCheck.Run(network, model, images).MaxNoveltyDifference.ShouldBeNull();
    }

    private static NoveltyScore Fit(Classifier network, Tensor images)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var features = First(network.Predict(images).Embedding, network.FirstTrunk.LowestTap.Channels);
        return NoveltyScore.Fit(features, [.. Enumerable.Range(0, (int)images.shape[0]).Select(i => i % 3)], 0.1);
    }

    private static float[] First(Tensor embedding, int size) => embedding.narrow(1, 0, size).contiguous().data<float>().ToArray();
}
