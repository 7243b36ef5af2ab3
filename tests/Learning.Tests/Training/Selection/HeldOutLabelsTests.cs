using Lesion.Contracts;
using Lesion.Learning.Training.Artefact;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Tests.Training.Selection;

[Collection("torch")]
public sealed class HeldOutLabelsTests
{
    /// <summary>All that is chosen: penalty, rate and batch size, epochs, and whether to keep the probe.</summary>
    private static readonly TrainingRecipe EveryChoice = SmallRecipes.Search with
    {
        Phases = [.. SmallRecipes.Probe.Phases, SmallRecipes.TopStage],
    };

    [Fact]
    public async Task No_choice_is_made_by_the_labels_of_held_out_images()
    {
        var (model, weights) = await TrainAsync(DrawnTrainingImages.Draw());
        var (swapped, sameWeights) = await TrainAsync(WithHeldOutLabelsSwapped(DrawnTrainingImages.Draw()));

        swapped.Manifest.HeldOut.Auc.ShouldBe(1 - model.Manifest.HeldOut.Auc, tolerance: 1e-9, "only the figures differ");
        swapped.Details.Outcome.ShouldBe(model.Details.Outcome);
        swapped.Manifest.Temperature.ShouldBe(model.Manifest.Temperature);
        swapped.Manifest.Threshold.ShouldBe(model.Manifest.Threshold);
        swapped.Manifest.ReferBand.ShouldBe(model.Manifest.ReferBand);
        sameWeights.ShouldBe(weights);
        swapped.Predictions.Images.SelectMany(image => image.Probabilities)
            .ShouldBe(model.Predictions.Images.SelectMany(image => image.Probabilities));
    }

    /// <summary>No label shows in its image, so that these stay the same.</summary>
    private static async Task<(TrainedModel Model, byte[] Weights)> TrainAsync(DatasetManifest dataset)
    {
        var blobs = new MemoryTrainingBlobs();
        var model = await EveryChoice.TrainAsync(new DrawnTrainingImages(difference: 0) { Dataset = dataset }, blobs);
        model.Details.Outcome.ShouldContain("trained for");
        model.Details.Choices.ShouldBe(
        [
            "penalty", "rates", "batch size", "number of epochs", "whether to keep the probe", "temperature", "threshold", "refer band",
        ]);
        return (model, await blobs.GetAsync("member-all", TestContext.Current.CancellationToken));
    }

    private static DatasetManifest WithHeldOutLabelsSwapped(DatasetManifest dataset) => dataset with
    {
        Images =
        [
            .. dataset.Images.Select(image => image.Split is Split.Test
                ? image with { Label = dataset.Classes.Single(label => label != image.Label) }
                : image),
        ],
    };
}
