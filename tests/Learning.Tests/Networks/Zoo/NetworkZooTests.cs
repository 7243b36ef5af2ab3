using Lesion.Imaging;
using Lesion.Learning.Export;
using Lesion.Learning.Native;
using Lesion.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Networks.Zoo;

public sealed class NetworkZooTests
{
    private const int Side = 96; // less than they are used with, so that the test is quick; Inception v3 needs 75

    public static TheoryData<string> Networks { get; } = [.. NetworkZoo.Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Any_networks_export_answers_as_the_network(string name)
    {
        using var scope = NewDisposeScope();

        ExportAnswersAlike(name, Samples.DrawImages(4, Side, Side));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Any_networks_export_answers_as_the_network_on_photographs_of_the_size_that_it_was_trained_on(string name)
    {
        using var scope = NewDisposeScope();
        var input = new NetworkInputRecipe { Size = NetworkZoo.InputSize(name) };
        var photographs = Directory.EnumerateFiles(SharedData.Images("ham-1000/val/malignant"))
            .Order(StringComparer.Ordinal)
            .Take(2)
            .Select(file => tensor(NetworkInput.FromOriginal(File.ReadAllBytes(file), CanonicalRecipe.Default, input)))
            .Select(pixels => pixels.reshape(1, input.Size, input.Size, 3));

        ExportAnswersAlike(name, cat([.. photographs]));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_networks_stages_are_as_wide_as_they_say_and_can_be_trained(string name)
    {
        using var network = Create(name);
        using var scope = NewDisposeScope();
        using var images = Samples.DrawImages(1, Side, Side);
        for (var stages = 1; stages <= network.Stages.Count; stages++)
            using (no_grad())
            using (NewDisposeScope())
                network.Trunks[0].Prefix(images, stages).Activation.shape[1].ShouldBe(network.Stages[stages - 1].Channels);
        foreach (var stage in network.Stages)
            stage.Train(true);

        network.Embed(images).sum().backward();

        network.Stages.SelectMany(stage => stage.NamedParameters)
            .ShouldAllBe(parameter => parameter.Value.grad!.isfinite().all().item<bool>() && parameter.Value.grad!.abs().sum().item<float>() > 0);
        network.Stages.SelectMany(stage => stage.NamedParameters).Select(parameter => parameter.Name).ShouldBeUnique();
        network.State().Select(entry => entry.Key).ShouldBeUnique();
    }

    /// <summary>Between them these networks have every kind of layer.</summary>
    [Theory]
    [InlineData("resnet18", Precision.Full)]
    [InlineData("googlenet", Precision.BFloat16)]
    [InlineData("mobilenet_v2", Precision.BFloat16)]
    [InlineData("densenet121", Precision.Full)]
    [InlineData("densenet121", Precision.BFloat16)]
    [InlineData("efficientnet_b0", Precision.Full)]
    public void Steps_that_train_the_batch_norms_too_leave_no_tensor_behind(string name, Precision precision)
    {
        using var network = Create(name);
        using var images = Samples.DrawImages(2, Side, Side);
        network.Precision = precision;
        network.BatchNorm = BatchNormMode.Training;
        var trained = network.Stages.Skip(network.Stages.Count - 2).ToList();
        foreach (var stage in trained)
            stage.Train(true);
        var running = trained[0].NamedBuffers.First().Value;
        using var before = running.detach().clone();
        Step();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Step();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(live);
        trained.SelectMany(stage => stage.Parameters).ShouldAllBe(parameter => parameter.grad!.dtype == ScalarType.Float32);
        using var scope = NewDisposeScope();
        running.equal(before).all().item<bool>().ShouldBeFalse();

        void Step()
        {
            using var scope = NewDisposeScope();
            StageOutput prefix;
            using (no_grad())
                prefix = network.Trunks[0].Prefix(images, network.Stages.Count - 2);
            network.Embed([prefix]).sum().backward();
            foreach (var parameter in trained.SelectMany(stage => stage.Parameters))
                parameter.grad!.zero_();
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_classifier_that_a_network_came_with_cannot_be_tapped(string name)
    {
        var stages = NetworkZoo.Create(name);

        stages.Select(stage => stage.IsClassifier).ShouldBe([.. Enumerable.Repeat(false, stages.Count - 1), true]);
        stages.Select(stage => stage.Name).ShouldBeUnique();
        Should.Throw<ArgumentException>(() => Create(name, "classifier")).Message.ShouldContain("no stage 'classifier' to tap");
    }

    [Fact]
    public void A_name_that_there_is_not_is_refused() =>
        Should.Throw<ArgumentException>(() => NetworkZoo.Create("resnet9000")).Message.ShouldContain("resnet18");

    [Fact]
    public void The_names_of_older_DenseNet_files_are_understood()
    {
        using var state = RuleFilled.State(NetworkZoo.Create("densenet121").Where(stage => !stage.IsClassifier));
        using var scope = NewDisposeScope();
        var older = state.ToDictionary(
            tensor => tensor.Key.Contains("denselayer", StringComparison.Ordinal)
                ? tensor.Key.Replace("norm1.", "norm.1.").Replace("norm2.", "norm.2.").Replace("conv1.", "conv.1.").Replace("conv2.", "conv.2.")
                : tensor.Key,
            tensor => tensor.Value);
        older.Keys.ShouldContain("features.denseblock3.denselayer12.norm.2.running_var");

        using var network = ClassifierNetwork.Create(Plan("densenet121"), Normalisation.ImageNet, older, "an older file");

        network.State().Select(tensor => tensor.Key).ShouldContain("features.denseblock3.denselayer12.norm2.running_var");
    }

    [Fact]
    public void A_file_may_have_what_is_above_the_highest_tap_and_what_only_the_first_training_used()
    {
        var stages = NetworkZoo.Create("googlenet");
        using var state = RuleFilled.State(stages);
        using var scope = NewDisposeScope();
        state.Add("conv1.bn.num_batches_tracked", tensor(5L));
        state.Add("aux1.fc1.bias", zeros(1024));
        using var network = ClassifierNetwork.Create(Plan("googlenet", "inception3"), Normalisation.ImageNet, state, "a file");

        network.Stages[^1].Name.ShouldBe("inception3");
        state.Add("aux2.fc1.bias", zeros(7));
        Should.Throw<InvalidDataException>(() => ClassifierNetwork.Create(Plan("googlenet", "inception3"), Normalisation.ImageNet, state, "a file"))
            .Message.ShouldContain("aux2.fc1.bias [7] instead of [1024]");
    }

    private static NetworkPlan Plan(string name, params string[] taps) => new()
    {
        Network = name,
        Taps = taps.Length > 0 ? taps : [.. NetworkZoo.DefaultTaps(name).Union([NetworkZoo.TopTap(name)])],
        Classes = ["a", "b", "c"],
    };

    private static ClassifierNetwork Create(string name, params string[] taps)
    {
        using var state = RuleFilled.State(NetworkZoo.Create(name).Where(stage => !stage.IsClassifier));
        return ClassifierNetwork.Create(Plan(name, taps), Normalisation.ImageNet, state, state.Source);
    }

    private static void ExportAnswersAlike(string name, Tensor images)
    {
        using var network = Create(name);
        Standardise(network, images);

        var certificate = ParityCheck.Run(network, OnnxExport.Export(network, Samples.Card with { Classes = network.Classes }), images);

        certificate.Images.ShouldBe((int)images.shape[0]);
        certificate.MaxLogitDifference.ShouldBeLessThan(1e-4);
    }

    /// <summary>Gives the network a head of which every number counts, standardising by what it sees.</summary>
    private static void Standardise(ClassifierNetwork network, Tensor images)
    {
        using var withoutGradients = no_grad();
        using var scope = NewDisposeScope();
        var embedding = network.Embed(images);
        var mean = embedding.mean([0]);
        // Images hardly differ to a network of drawn weights: what they differ in is a difference of large numbers, of few digits.
        var deviation = maximum(embedding.std(0), mean.abs().Mul(0.1).Add(0.1 * mean.abs().mean().cpu().data<float>()[0]));
        var random = new Random(5);
        network.Linear().Set(
            mean.data<float>().ToArray(),
            deviation.data<float>().ToArray(),
            [.. Enumerable.Range(0, 3 * network.EmbeddingSize).Select(_ => random.NextSingle() - 0.5f)],
            [0.1f, -0.2f, 0.3f]);
    }
}
