using System.Text.Json;
using Lesion.Contracts;
using Lesion.Learning.Augmentation;
using Lesion.Learning.Optimisation.Optimisers;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.State;

namespace Lesion.Learning.Tests.Training.Members;

/// <summary>What a phase of a recipe trains, and on what.</summary>
[Collection("torch")]
public sealed class PhaseTests
{
    private const string HeadAlone = """ "stages": 0, "epochs": 8, "optimiser": {"relative": false, "headRate": 0.01} """;
    private const string TopStage = """ "stages": 1, "epochs": 1 """;

    /// <summary>The second phase changes nothing, so that its loss is that of the network as the first left it.</summary>
    private static readonly TrainRecipe Nothing = SmallRecipes.TopStage with
    {
        Epochs = 1,
        Optimiser = new OptimiserRecipe { HeadRate = 1e-12, BodyRate = 1e-12, WeightDecay = 0 },
        Augmentation = new AugmentationRecipe(),
    };

    [Fact]
    public async Task A_head_trained_alone_after_stages_were_sees_what_these_have_become()
    {
        var alone = await SecondPhasesLossAsync(Nothing with { Stages = 0 });
        var withStage = await SecondPhasesLossAsync(Nothing);

        alone.ShouldBe(withStage, tolerance: 1e-5);
    }

    [Fact]
    public void Steps_of_a_head_alone_are_short_where_it_runs_on_images_and_one_an_epoch_on_cached_features()
    {
        var images = new DrawnTrainingImages();
        int Parts(params PhaseRecipe[] phases) => new TrainingLayout(
            (SmallRecipes.FineTune with { Phases = phases }).Plan(images), images.Dataset).PartsOfEpoch(Member.WithoutFold(0), phases.Length - 1);

        Parts(SmallRecipes.HeadAlone, SmallRecipes.HeadAlone).ShouldBe(1);
        Parts(SmallRecipes.TopStage, SmallRecipes.HeadAlone).ShouldBe(2, "48 images, of which a step takes 32");
    }

    [Theory]
    [InlineData(HeadAlone, """ "augmentation": {"orientations": false}, "classWeighting": "balanced" """)]
    [InlineData(HeadAlone, """ "augmentation": {"orientations": false, "mixup": 0.4} """)]
    [InlineData(TopStage, """ "augmentation": {"orientations": false, "mixup": 0.4} """)]
    [InlineData(TopStage, """ "augmentation": {"orientations": false, "cutout": 0.5} """)]
    public async Task What_a_recipe_says_of_a_phase_changes_what_is_trained(string phase, string said)
    {
        var (without, _) = await TrainAsync($$"""{{phase}}, "augmentation": {"orientations": false}""");
        var (with, _) = await TrainAsync($"{phase}, {said}");

        with.ShouldNotBe(without);
    }

    [Fact]
    public async Task Balanced_weights_let_the_rare_class_be_as_likely_as_the_other()
    {
        var (_, odds) = await TrainAsync(HeadAlone);
        var (_, balanced) = await TrainAsync($"""{HeadAlone}, "classWeighting": "balanced" """);

        odds.ShouldBeLessThan(-0.3);
        balanced.ShouldBe(0, tolerance: 0.1);
    }

    /// <summary>Runs a phase on three times as many benign images as malignant ones, which look alike.</summary>
    /// <returns>The final weights, and the log-odds of malignant that they give the mean image.</returns>
    private static async Task<(byte[] Weights, double Odds)> TrainAsync(string phase)
    {
        using var json = JsonDocument.Parse($$$"""
            {
              "taps": ["layer1"],
              "input": {"size": 64},
              "phases": [{"kind": "train", "batchSize": 10, {{{phase}}}}],
              "crossValidation": {"folds": 1}
            }
            """);
        var drawn = DrawnTrainingImages.Draw(training: 75);
        var images = new DrawnTrainingImages(difference: 0)
        {
            Dataset = drawn with
            {
                Images = [.. drawn.Images.Where((image, i) => image.Split is Split.Test || image.Label == "benign" || i / 10 % 3 == 0)],
            },
        };
        var blobs = new MemoryTrainingBlobs();
        await TrainingRecipe.Parse(json.RootElement).TrainAsync(images, blobs);
        using var weights = await blobs.WeightsAsync("all");
        var bias = weights["head.bias"].data<float>().ToArray();
        return (await blobs.GetAsync("member-all", TestContext.Current.CancellationToken), bias[1] - bias[0]);
    }

    /// <returns>Its training loss, after a phase that changed the top stage much.</returns>
    private static async Task<double> SecondPhasesLossAsync(TrainRecipe second)
    {
        var first = SmallRecipes.TopStage with
        {
            Optimiser = new OptimiserRecipe { Relative = false },
            AverageDecay = 0,
        };
        var recipe = SmallRecipes.FineTune with
        {
            Views = null,
            Phases = [first, second],
            CrossValidation = new CrossValidationRecipe { Folds = 1 },
        };
        var model = await recipe.TrainAsync(new DrawnTrainingImages());
        var curve = model.Details.Curves.Single(curve => curve.Phase.StartsWith("Phase 2", StringComparison.Ordinal) && curve.Member == "without fold 0");
        return curve.Points.ShouldHaveSingleItem().TrainingLoss!.Value;
    }
}
