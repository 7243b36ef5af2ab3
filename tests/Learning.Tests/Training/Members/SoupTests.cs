using System.Runtime.InteropServices;
using Lesion.Imaging;
using Lesion.Learning.Native;
using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Optimisation.Optimisers;
using Lesion.Learning.Training.Artefact;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.Recipe.Options;
using Lesion.Learning.Training.State;
using Lesion.Learning.Weights;
using Lesion.Onnx.Protobuf;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lesion.Learning.Tests.Training.Members;

/// <summary>Networks that become one model: by the mean of their weights, or of their answers.</summary>
[Collection("torch")]
public sealed class SoupTests
{
    /// <summary>A hidden layer whose rates leave it all but as it was drawn.</summary>
    private static readonly TrainingRecipe HiddenLayer = SmallRecipes.Soup with
    {
        Head = new HeadPlan { Kind = HeadKind.Mlp, Hidden = 8 },
        Phases = [SmallRecipes.HeadAlone with { Epochs = 1, Optimiser = new OptimiserRecipe { Relative = false, HeadRate = 1e-9 } }],
    };

    private static readonly TrainingRecipe Quick = SmallRecipes.Soup with
    {
        Phases = [new ProbeRecipe { Penalties = [0.1] }, .. SmallRecipes.Soup.Phases],
    };

    [Theory]
    [InlineData(FinalModel.Soup, true)]
    [InlineData(FinalModel.Ensemble, false)]
    public async Task Members_whose_weights_are_averaged_begin_with_the_same_hidden_layer(FinalModel final, bool same)
    {
        using var scope = NewDisposeScope();
        var blobs = new MemoryTrainingBlobs();
        await (HiddenLayer with { CrossValidation = HiddenLayer.CrossValidation with { Final = final } }).TrainAsync(new DrawnTrainingImages(), blobs);

        using StateDict one = await blobs.WeightsAsync("fold-0"), other = await blobs.WeightsAsync("fold-1");
        foreach (var name in new[] { "head.hidden.weight", "head.weight" })
            one[name].allclose(other[name], atol: 1e-6).ShouldBe(same, name);
    }

    [Fact]
    public async Task The_models_weights_are_the_mean_of_the_members()
    {
        using var scope = NewDisposeScope();
        var blobs = new MemoryTrainingBlobs();
        var model = await SmallRecipes.Soup.TrainAsync(new DrawnTrainingImages(), blobs);

        using StateDict one = await blobs.WeightsAsync("fold-0"), other = await blobs.WeightsAsync("fold-1"), mean = await blobs.WeightsAsync("all");
        mean.Keys.ShouldBe(one.Keys, ignoreOrder: true);
        foreach (var (name, value) in mean)
            value.allclose(one[name].Add(other[name]).Div(2), rtol: 1e-5, atol: 1e-7).ShouldBeTrue(name);
        one["head.weight"].allclose(other["head.weight"]).ShouldBeFalse("each was trained on its own");
        model.Details.OutOfFoldModels.ShouldContain("the mean of their weights");
        model.Details.Choices.ShouldBe(["temperature", "threshold", "refer band"], "one epoch, and no probe");
        Exported(model, "head.weight").ShouldBe(mean["head.weight"].data<float>().ToArray());
    }

    [Theory]
    [InlineData(FinalModel.Soup)]
    [InlineData(FinalModel.Ensemble)]
    public async Task One_of_three_classes_is_answered_by_what_was_exported_as_the_training_says(FinalModel final)
    {
        var images = new DrawnTrainingImages(difference: 25) { Dataset = DrawnTrainingImages.Draw(classes: ["akiec", "bcc", "mel"]) };
        var model = await (Quick with { CrossValidation = Quick.CrossValidation with { Final = final } }).TrainAsync(images);

        model.Manifest.Threshold.ShouldBeNull();
        model.Manifest.ReferBelow.ShouldNotBeNull();
        model.Manifest.HeldOut.Auc.ShouldBeGreaterThan(0.6);
        model.Manifest.Golden.Count.ShouldBe(6, "two of each class");
        foreach (var (golden, input) in model.Manifest.Golden.Zip(model.Golden))
            Answer(model, input.Png).ShouldBe(golden.Probabilities, tolerance: 1e-4);
    }

    private static double[] Answer(TrainedModel model, byte[] png)
    {
        using var scope = NewDisposeScope();
        using var session = new InferenceSession(model.Onnx);
        var size = model.Manifest.Input.Size;
        var image = tensor(NetworkInput.FromCanonical(png, new NetworkInputRecipe { Size = size })).reshape(1, size, size, 3);
        var logits = OnnxAnswers.Run(session, image)["logits"];
        return [.. logits.Div(model.Manifest.Temperature).softmax(1).data<float>().ToArray().Select(probability => (double)probability)];
    }

    private static float[] Exported(TrainedModel model, string name)
    {
        var initialiser = ModelProto.Parser.ParseFrom(model.Onnx).Graph.Initializer.Single(weight => weight.Name == name);
        return MemoryMarshal.Cast<byte, float>(initialiser.RawData.Span).ToArray();
    }
}
