using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Learning.Native;
using Lesion.Learning.Optimisation.Optimisers;
using Lesion.Learning.Tests.Reporting;
using Lesion.Learning.Training;
using Lesion.Learning.Training.Artefact;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.State;
using Lesion.Learning.Weights.Library;
using Lesion.Onnx;
using Lesion.Storage;
using TorchSharp;

namespace Lesion.Learning.Tests.Training;

/// <summary>Trainings use all of torch, whose number of threads is the process's: one at a time.</summary>
[Collection("torch")]
public sealed class TrainingSessionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_probe_is_trained_calibrated_evaluated_and_exported()
    {
        var model = await TrainAsync(new DrawnTrainingImages(difference: 25), SmallRecipes.Probe);
        var manifest = model.Manifest;
        manifest.HeldOut.N.ShouldBe(16);
        manifest.HeldOutSplit.ShouldBe(Split.Test);
        manifest.CrossValidated.N.ShouldBe(60);
        manifest.CrossValidated.Auc.ShouldBeGreaterThan(0.8);
        manifest.Parity.MaxLogitDifference.ShouldBeLessThan(1e-4);
        manifest.Golden.Count.ShouldBe(4);
        model.Details.Choices.ShouldBe(["penalty", "temperature", "threshold", "refer band"]);
        model.Details.OutOfFoldModels.ShouldContain("are of probes");
        model.Pictures.Select(picture => picture.ImageId).ShouldBe(model.Details.Mistakes.Select(mistake => mistake.ImageId), ignoreOrder: true);
        model.Details.Mistakes.ShouldNotBeEmpty("the classes overlap");
        manifest.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(model.Onnx)));
        model.Golden.Select(golden => golden.File).ShouldBe(manifest.Golden.Select(golden => golden.File));
        model.Predictions.Images.Count.ShouldBe(16);
        model.Predictions.Images.ShouldAllBe(image => image.Group == image.ImageId);
        manifest.Threshold!.Value.ShouldBeInRange(manifest.ReferBand![0], manifest.ReferBand[1]);
        TrainingRecipe.Parse(manifest.Recipe).ToJson().GetRawText().ShouldBe(manifest.Recipe.GetRawText());
        TrainingRecipe.Parse(manifest.Recipe).Network.ShouldBe("dlib_resnet34", "the manifest names what the recipe left open");
    }

    [Fact]
    public async Task A_model_knows_what_its_training_images_are_like()
    {
        var model = await TrainAsync(new DrawnTrainingImages(), SmallRecipes.Probe with { Decision = new DecisionRecipe { NoveltyShare = 0.1 } });
        var novelty = model.Manifest.Novelty!;

        (novelty.Share, novelty.Features, novelty.Images, novelty.Quantiles.Count).ShouldBe((0.1, 64, 60, 101));
        novelty.Quantiles.ShouldBeInOrder();
        novelty.Quantiles[90].ShouldBe(1, 1e-3);
        novelty.HeldOutBeyond!.Value.ShouldBeLessThan(0.5, "they are drawn as the training images are");
        model.Manifest.Parity.MaxNoveltyDifference!.Value.ShouldBeLessThan(1e-4);
        model.Manifest.Golden.ShouldAllBe(golden => golden.Novelty > 0);
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(model.Onnx);
        ModelCard.Parse(session.ModelMetadata.CustomMetadataMap).Novelty!.Limit.ShouldBe(novelty.Limit);
        using var blank = NativeTensor.Of([.. Enumerable.Repeat(byte.MaxValue, 64 * 64 * 3)], [1, 64, 64, 3]);
        using var answer = OnnxAnswers.Run(session, blank)["novelty"];
        answer.item<float>().ShouldBeGreaterThan(2, "white is no noise");
    }

    [Fact]
    public async Task Where_the_lowest_tapped_stage_was_trained_the_images_are_read_again_to_know_what_they_are_like()
    {
        var trained = await TrainAsync(new DrawnTrainingImages(difference: 0), SmallRecipes.Soup);
        var frozen = await TrainAsync(new DrawnTrainingImages(difference: 0), SmallRecipes.Probe with { Views = null });

        trained.Manifest.Novelty!.Images.ShouldBe(60);
        trained.Manifest.Novelty.Limit.ShouldNotBe(frozen.Manifest.Novelty!.Limit, "the stage is another now");
        trained.Manifest.Parity.MaxNoveltyDifference!.Value.ShouldBeLessThan(1e-4);
    }

    [Fact]
    public async Task Validation_images_are_reported_on_beside_test_images_and_change_nothing()
    {
        var drawn = new DrawnTrainingImages(difference: 25);
        var test = drawn.Dataset.Images.Where(image => image.Split is Split.Test).ToList();
        var both = drawn.Dataset with
        {
            Images = [.. drawn.Dataset.Images.Select(image => test.IndexOf(image) >= 10 ? image with { Split = Split.Val } : image)],
        };
        var onlyTest = drawn.Dataset with { Images = [.. both.Images.Where(image => image.Split is not Split.Val)] };

        var model = await TrainAsync(new DrawnTrainingImages(difference: 25) { Dataset = both }, SmallRecipes.Probe);
        var expected = await TrainAsync(new DrawnTrainingImages(difference: 25) { Dataset = onlyTest }, SmallRecipes.Probe);

        (model.Manifest.HeldOutSplit, model.Manifest.HeldOut.N, model.Manifest.Validation!.N).ShouldBe((Split.Test, 10, 6));
        model.Details.Images.Keys.ShouldBe([Split.Train, Split.Val, Split.Test], ignoreOrder: true);
        JsonSerializer.Serialize(model.Manifest.HeldOut, LesionJson.Options).ShouldBe(JsonSerializer.Serialize(expected.Manifest.HeldOut, LesionJson.Options));
        (model.Manifest.Threshold, model.Manifest.Temperature).ShouldBe((expected.Manifest.Threshold, expected.Manifest.Temperature));
        expected.Manifest.Validation.ShouldBeNull();
    }

    [Fact]
    public async Task Another_seed_gives_another_training()
    {
        var images = new DrawnTrainingImages(difference: 0);
        await using var one = TrainingSession.Start(SmallRecipes.FineTune.Plan(images), images, new MemoryTrainingBlobs());
        await using var two = TrainingSession.Start(SmallRecipes.FineTune.Plan(images, seed: 8), images, new MemoryTrainingBlobs());
        foreach (var session in new[] { one, two })
        {
            while (!(await session.StepAsync(Token)).Message.Contains("epoch 1", StringComparison.Ordinal))
            {
            }
        }

        Hash(one.Save()).ShouldNotBe(Hash(two.Save()).Replace("\"seed\":8", "\"seed\":7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_training_that_spoils_the_network_is_dropped_for_the_probe()
    {
        var spoiling = SmallRecipes.TopStage with
        {
            Epochs = 1,
            Optimiser = new OptimiserRecipe { BodyRate = 5, HeadRate = 5 },
        };
        var model = await TrainAsync(
            new DrawnTrainingImages(), SmallRecipes.Probe with { Phases = [new ProbeRecipe(), spoiling] });
        model.Details.Outcome.ShouldContain("was not better");
        model.Manifest.CrossValidated.N.ShouldBe(60);
    }

    [Fact]
    public async Task The_mean_of_members_that_each_missed_a_fold_is_one_model_and_judged_by_what_each_missed()
    {
        var model = await TrainAsync(new DrawnTrainingImages(difference: 0), SmallRecipes.Ensemble);
        model.Details.Outcome.ShouldContain("mean of 3 networks");
        model.Manifest.CrossValidated.N.ShouldBe(36, "three of five folds were kept out");
        model.Manifest.Parity.MaxLogitDifference.ShouldBeLessThan(1e-3);
        model.Manifest.Parity.MaxNoveltyDifference!.Value.ShouldBeLessThan(1e-3);
        model.Details.Curves.Select(curve => curve.Member).Distinct().Count().ShouldBe(3);
        model.Details.Curves.Count.ShouldBe(6, "two phases of three members");
        model.Details.Curves[^1].Points.Select(point => point.Rows).ShouldBe([1, 2], "the last epoch is predicted as the model answers");
        model.Details.OutOfFoldModels.ShouldContain("the mean of their answers");
        model.Details.Curves.Select(curve => curve.Points[^1])
            .ShouldAllBe(point => point.OutOfFoldAuc != null && point.OutOfFoldLoss != null && point.TrainingLoss != null && point.Rate > 0);
    }

    [Fact]
    public async Task A_search_tries_short_trainings_at_the_rates_that_the_range_test_finds_and_tells_both()
    {
        var model = await TrainAsync(new DrawnTrainingImages(difference: 0), SmallRecipes.Search);
        var range = model.Details.Curves.Single(curve => curve.Phase == "Range test");
        range.Points.Select(point => point.Rate!.Value).ShouldBeInOrder(SortDirection.Ascending);
        var trials = model.Details.Ladders.Single(ladder => ladder.Name.StartsWith("Short trainings", StringComparison.Ordinal));
        trials.Candidates.Count.ShouldBe(3);
        trials.Candidates.Count(candidate => candidate.Chosen).ShouldBe(1);
        trials.Candidates.MaxBy(candidate => candidate.Auc)!.Auc.ShouldBe(trials.Candidates.Single(candidate => candidate.Chosen).Auc);
    }

    [Fact]
    public async Task More_than_two_classes_are_trained_and_judged()
    {
        var images = new DrawnTrainingImages(difference: 20) { Dataset = DrawnTrainingImages.Draw(classes: ["akiec", "bcc", "mel"]) };
        var recipe = SmallRecipes.FineTune with { Phases = [new ProbeRecipe { Penalties = [0.1] }, SmallRecipes.TopStage with { Epochs = 1 }] };
        var model = await TrainAsync(images, recipe);
        model.Manifest.Classes.Count.ShouldBe(3);
        model.Manifest.Threshold.ShouldBeNull();
        model.Manifest.CrossValidated.Auc.ShouldBeGreaterThan(0.6);
        model.Manifest.HeldOut.N.ShouldBe(24);
    }

    [Fact]
    public async Task Broken_images_are_left_out_and_listed_and_stop_nothing()
    {
        var images = new DrawnTrainingImages { Broken = { "image-003", "image-070" } };
        var model = await TrainAsync(images, SmallRecipes.Probe);
        model.Manifest.LeftOut.Select(image => image.Image).ShouldBe(["image-003", "image-070"]);
        model.Manifest.LeftOut.ShouldAllBe(image => image.Reason == "unreadable");
        model.Manifest.CrossValidated.N.ShouldBe(59);
        model.Manifest.HeldOut.N.ShouldBe(15);
        model.ReportHtml().ShouldContain("image-003");
    }

    [Fact]
    public async Task When_too_many_images_are_broken_the_message_says_which_to_add()
    {
        var images = new DrawnTrainingImages();
        foreach (var image in images.Dataset.Images.Where(image => image is { Fold: 2, Label: "malignant", Split: Split.Train }).Take(2))
            images.Broken.Add(image.ImageId);
        var failure = await Should.ThrowAsync<TrainingException>(() => TrainAsync(images, SmallRecipes.Probe));
        failure.Message.ShouldContain("'malignant'");
        failure.Message.ShouldContain("fold 2 has 4");
        failure.Message.ShouldContain("Add images");
    }

    [Fact]
    public void Too_few_images_of_one_class_or_of_all_are_refused_before_anything_is_done()
    {
        static string Refusal(DatasetManifest dataset) =>
            Should.Throw<TrainingException>(() => SmallRecipes.Probe.Plan(new DrawnTrainingImages { Dataset = dataset })).Message;

        var dataset = DrawnTrainingImages.Draw();
        Refusal(dataset with { Classes = ["benign"] }).ShouldContain("at least two");
        Refusal(dataset with { Images = [.. dataset.Images.Take(5)] }).ShouldContain("Add images");
        Refusal(dataset with { Images = [.. dataset.Images.Where(image => image.Split is Split.Train)] }).ShouldContain("held-out");
        Refusal(dataset with { Positive = null }).ShouldContain("positive");
    }

    [Fact]
    public async Task No_tensor_is_left_behind_by_steps_that_repeat()
    {
        var images = new DrawnTrainingImages();
        var recipe = SmallRecipes.FineTune with
        {
            Phases = [.. SmallRecipes.Probe.Phases, SmallRecipes.TopStage with { Epochs = 4 }],
            CrossValidation = new CrossValidationRecipe { Folds = 1 },
        };
        await using var session = TrainingSession.Start(recipe.Plan(images), images, new MemoryTrainingBlobs());
        var counts = new List<long>();
        while (!session.IsComplete && counts.Count < 6)
        {
            var done = await session.StepAsync(Token);
            if (done.Message.Contains("loss", StringComparison.Ordinal) && done.Message.Contains("without fold 0: epoch", StringComparison.Ordinal)
                && done.Message.Contains(" of ", StringComparison.Ordinal))
                counts.Add(torch.Tensor.TotalCount);
        }

        // The collector may take what start-up left; nothing may be added.
        counts.Zip(counts.Skip(1)).ShouldAllBe(pair => pair.Second <= pair.First, string.Join(", ", counts));
        counts.Count.ShouldBe(6);
    }

    [Fact]
    public async Task The_report_is_one_page_without_outside_references()
    {
        var model = (await TrainAsync(new DrawnTrainingImages(), SmallRecipes.Probe))
            .As("lesion", version: 3, "t-1", DateTimeOffset.Parse("2026-01-02T03:04:05Z"));
        var page = model.ReportHtml();
        page.ShouldContain("version 3");
        page.ShouldContain("No medical device");
        page.ShouldContain(model.Manifest.Sha256);
        page.ShouldContain("aria-label=\"ROC curve on 16 held-out images");
        page.ShouldNotContain("http:");
        page.ShouldNotContain("https:");
        JsonDocument.Parse(model.ReportJson()).RootElement.GetProperty("manifest").GetProperty("version").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task The_card_says_what_the_model_is_for_how_good_it_is_and_under_which_terms_it_stands()
    {
        var model = await TrainAsync(new DrawnTrainingImages(), SmallRecipes.Probe);
        model.Manifest.WeightsLicence.ShouldBe(PretrainedWeights.Named(PretrainedWeights.Default).Licence);
        model.CardHtml().ShouldContain("nobody has said");

        var card = model.LicensedAs("CC BY-NC 4.0 & more").CardHtml();

        card.ShouldContain("No medical device");
        card.ShouldContain("CC BY-NC 4.0 &amp; more");
        card.ShouldContain(model.Manifest.WeightsLicence!);
        card.ShouldContain(model.Manifest.HeldOut.Auc.ToString("f3", CultureInfo.InvariantCulture));
        card.ShouldContain(model.Manifest.Sha256);
        new ReportPage(card).All("h2").Count().ShouldBe(7);
    }

    private static Task<TrainedModel> TrainAsync(DrawnTrainingImages images, TrainingRecipe recipe) => recipe.TrainAsync(images);

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, LesionJson.Options);
}
