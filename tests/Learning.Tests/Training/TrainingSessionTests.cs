using System.Security.Cryptography;
using System.Text.Json;
using Lesion.Contracts;
using Lesion.Learning.Training;
using Lesion.Learning.Training.Artefact;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.State;
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
        manifest.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(model.Onnx)));
        model.Golden.Select(golden => golden.File).ShouldBe(manifest.Golden.Select(golden => golden.File));
        model.Predictions.Images.Count.ShouldBe(16);
        manifest.Threshold!.Value.ShouldBeInRange(manifest.ReferBand![0], manifest.ReferBand[1]);
        TrainingRecipe.Parse(manifest.Recipe).ToJson().GetRawText().ShouldBe(SmallRecipes.Probe.ToJson().GetRawText());
    }

    [Fact]
    public async Task Cut_anywhere_and_taken_up_elsewhere_a_training_gives_the_same_bytes()
    {
        // Labels that nothing shows: fine-tuning changes what chance decides, and both its phases run.
        var images = new DrawnTrainingImages(difference: 0);
        var plan = SmallRecipes.FineTune.Plan(images);
        var blobs = new MemoryTrainingBlobs();
        var states = new List<string>();
        await using var whole = TrainingSession.Start(plan, images, blobs);
        while (!whole.IsComplete)
        {
            await whole.StepAsync(Token);
            states.Add(Hash(whole.Save()));
        }

        var expected = await whole.BuildAsync(Token);
        expected.Details.Ladders[1].Candidates.Count.ShouldBe(3);
        expected.Details.Outcome.ShouldContain("fine-tuned for", customMessage: "the last phase is to run too");

        var otherBlobs = new MemoryTrainingBlobs();
        var state = TrainingSession.Start(plan, images, otherBlobs).Save();
        for (var step = 0; step < states.Count; step++)
        {
            await using var worker = TrainingSession.Resume(state, images, otherBlobs);
            await worker.StepAsync(Token);
            state = worker.Save();
            Hash(state).ShouldBe(states[step], $"after step {step + 1}");
        }

        await using var last = TrainingSession.Resume(state, images, otherBlobs);
        var model = await last.BuildAsync(Token);
        Json(model.Predictions).ShouldBe(Json(expected.Predictions));
        Hash(model.Onnx).ShouldBe(Hash(expected.Onnx));
        Json(model.Manifest).ShouldBe(Json(expected.Manifest));
    }

    [Fact]
    public async Task Another_seed_gives_another_fine_tuning()
    {
        var images = new DrawnTrainingImages(difference: 0);
        var plan = SmallRecipes.FineTune.Plan(images);
        await using var one = TrainingSession.Start(plan, images, new MemoryTrainingBlobs());
        await using var two = TrainingSession.Start(plan with { Seed = 8 }, images, new MemoryTrainingBlobs());
        var steps = one.Steps - 1;
        await one.RunAsync(14, Token);
        await two.RunAsync(14, Token);
        steps.ShouldBeGreaterThan(14);
        Hash(one.Save()).ShouldNotBe(Hash(two.Save()));
    }

    [Fact]
    public async Task A_fine_tuning_that_spoils_the_network_is_dropped_for_the_probe()
    {
        var spoiling = SmallRecipes.FineTune with { FineTune = new FineTuneRecipe { Epochs = 1, Folds = 2, BodyRate = 5, HeadRate = 5 } };
        var model = await TrainAsync(new DrawnTrainingImages(), spoiling);
        model.Details.Outcome.ShouldContain("was not better");
        model.Manifest.CrossValidated.N.ShouldBe(60);
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
            Should.Throw<TrainingException>(() => TrainingPlanner.Make(dataset, SmallRecipes.Probe, seed: 1)).Message;

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
        var recipe = SmallRecipes.FineTune with { FineTune = new FineTuneRecipe { Epochs = 4, Folds = 1, BatchSize = 8 } };
        await using var session = TrainingSession.Start(recipe.Plan(images), images, new MemoryTrainingBlobs());
        var counts = new List<long>();
        while (!session.IsComplete && counts.Count < 6)
        {
            var done = await session.StepAsync(Token);
            if (done.Message.Contains("fold 0: loss", StringComparison.Ordinal))
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
            .As(version: 3, "t-1", DateTimeOffset.Parse("2026-01-02T03:04:05Z"));
        var page = model.ReportHtml();
        page.ShouldContain("version 3");
        page.ShouldContain("No medical device");
        page.ShouldContain(model.Manifest.Sha256);
        page.ShouldContain("<polyline");
        page.ShouldNotContain("http:");
        page.ShouldNotContain("https:");
        JsonDocument.Parse(model.ReportJson()).RootElement.GetProperty("manifest").GetProperty("version").GetInt32().ShouldBe(3);
    }

    private static async Task<TrainedModel> TrainAsync(DrawnTrainingImages images, TrainingRecipe recipe)
    {
        await using var session = TrainingSession.Start(recipe.Plan(images), images, new MemoryTrainingBlobs());
        await session.RunAsync(cancellationToken: Token);
        return await session.BuildAsync(Token);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, LesionJson.Options);
}
