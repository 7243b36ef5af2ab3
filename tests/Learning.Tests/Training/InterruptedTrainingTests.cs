using System.Security.Cryptography;
using System.Text.Json;
using Lesion.Learning.Training;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.State;
using Lesion.Storage;

namespace Lesion.Learning.Tests.Training;

/// <summary>The same seed, plan and threads give the same bytes, in one piece or in many.</summary>
[Collection("torch")]
public sealed class InterruptedTrainingTests
{
    private static readonly Dictionary<string, TrainingRecipe> Recipes = new()
    {
        ["probe"] = SmallRecipes.Probe,
        ["head"] = SmallRecipes.Head,
        ["fine-tuning"] = SmallRecipes.FineTune,
        ["ensemble"] = SmallRecipes.Ensemble,
        ["soup"] = SmallRecipes.Soup,
        ["companion"] = SmallRecipes.Companion,
        ["search"] = SmallRecipes.Search,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="name">Of the recipe.</param>
    /// <param name="slice">Steps from cut to cut.</param>
    /// <param name="threads">Of torch.</param>
    [Theory]
    [InlineData("probe", 1)]
    [InlineData("head", 1)]
    [InlineData("head", 4)]
    [InlineData("fine-tuning", 1)]
    [InlineData("fine-tuning", 5)]
    [InlineData("ensemble", 1)]
    [InlineData("ensemble", 7)]
    [InlineData("soup", 2)]
    [InlineData("soup", 5, 2)]
    [InlineData("companion", 3)]
    [InlineData("search", 3)]
    public async Task Cut_anywhere_and_taken_up_elsewhere_a_training_gives_the_same_bytes(string name, int slice, int threads = 1)
    {
        // Labels that nothing shows: training changes what chance decides, and every phase runs.
        var images = new DrawnTrainingImages(difference: 0);
        var plan = Recipes[name].Plan(images, threads: threads);
        var (states, expected) = await InOnePieceAsync(plan, images);
        if (name != "probe")
            expected.Details.Outcome.ShouldContain("trained for", customMessage: "the last steps are to be needed too");

        var blobs = new MemoryTrainingBlobs();
        await using var first = TrainingSession.Start(plan, images, blobs);
        var state = first.Save();
        for (var done = 0; done < states.Count; done += slice)
        {
            await using var worker = TrainingSession.Resume(state, images, blobs);
            await worker.RunAsync(slice, Token);
            state = worker.Save();
            Hash(state).ShouldBe(states[worker.StepsDone - 1], $"after step {worker.StepsDone}");
        }

        await using var last = TrainingSession.Resume(state, images, blobs);
        var model = await last.BuildAsync(Token);
        Hash(model.Onnx).ShouldBe(Hash(expected.Onnx));
        Json(model.Predictions).ShouldBe(Json(expected.Predictions));
        Json(model.Manifest).ShouldBe(Json(expected.Manifest));
        Json(model.Details).ShouldBe(Json(expected.Details));
    }

    [Fact]
    public async Task A_step_that_was_cancelled_has_changed_nothing()
    {
        var images = new DrawnTrainingImages(difference: 0);
        var plan = SmallRecipes.FineTune.Plan(images);
        var (states, _) = await InOnePieceAsync(plan, images);
        await using var session = TrainingSession.Start(plan, images, new MemoryTrainingBlobs());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var refusals = 0;
        while (!session.IsComplete)
        {
            try
            {
                // A step that needs to wait for nothing may be done all the same.
                await session.StepAsync(cancelled.Token);
            }
            catch (OperationCanceledException)
            {
                refusals++;
                await session.StepAsync(Token);
            }

            Hash(session.Save()).ShouldBe(states[session.StepsDone - 1], $"after step {session.StepsDone}");
        }

        refusals.ShouldBeGreaterThan(states.Count / 4);
    }

    private static async Task<(List<string> States, Learning.Training.Artefact.TrainedModel Model)> InOnePieceAsync(
        TrainingPlan plan, DrawnTrainingImages images)
    {
        var states = new List<string>();
        await using var session = TrainingSession.Start(plan, images, new MemoryTrainingBlobs());
        while (!session.IsComplete)
        {
            await session.StepAsync(Token);
            states.Add(Hash(session.Save()));
        }

        return (states, await session.BuildAsync(Token));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, LesionJson.Options);
}
