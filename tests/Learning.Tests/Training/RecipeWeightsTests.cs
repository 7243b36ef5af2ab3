using Lesion.Learning.Tests.Networks.Zoo;
using Lesion.Learning.Tests.Weights.Library;
using Lesion.Learning.Training;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.State;
using Lesion.Learning.Weights.Library;

namespace Lesion.Learning.Tests.Training;

[Collection("torch")]
public sealed class RecipeWeightsTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lesion-weights-");

    /// <summary>Has what ships; nobody answers at its address.</summary>
    private WeightLibrary Library => new(_root.FullName, Path.Combine(_root.FullName, "cache"), new Uri("http://127.0.0.1:9/"), new HurriedTime());

    private static CompanionRecipe MobileNet { get; } = TrainingPresets.Best.Companions.ShouldHaveSingleItem();

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task An_optional_companion_that_cannot_be_had_is_left_out_with_the_reason_and_the_remedy()
    {
        var (recipe, missing) = await RecipeWeights.EnsureAsync(TrainingPresets.Best, Library, cancellationToken: TestContext.Current.CancellationToken);

        recipe.ToJson().GetRawText().ShouldBe((TrainingPresets.Best with { Companions = [] }).ToJson().GetRawText());
        var reason = missing.ShouldHaveSingleItem();
        reason.ShouldContain("mobilenet_v2");
        reason.ShouldContain(WeightLibrary.FolderVariable);
    }

    [Fact]
    public async Task A_companion_that_is_on_this_machine_stays_and_is_needed_from_then_on()
    {
        await File.WriteAllBytesAsync(Path.Combine(_root.FullName, "mobilenet_v2.safetensors"), [1], TestContext.Current.CancellationToken);

        var (recipe, missing) = await RecipeWeights.EnsureAsync(TrainingPresets.Best, Library, cancellationToken: TestContext.Current.CancellationToken);

        recipe.ToJson().GetRawText().ShouldBe(
            (TrainingPresets.Best with { Companions = [MobileNet with { Optional = false }] }).ToJson().GetRawText());
        missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_training_does_not_go_on_with_other_weights_than_it_began_with()
    {
        var file = Path.Combine(_root.FullName, "mine.safetensors");
        File.Copy(DrawnWeights.File, file);
        var images = new DrawnTrainingImages();
        var plan = (SmallRecipes.Companion with { Companions = [SmallRecipes.Companion.Companions[0] with { Weights = file }] }).Plan(images);
        await using var session = TrainingSession.Start(plan, images, new MemoryTrainingBlobs());
        await session.StepAsync(TestContext.Current.CancellationToken);

        await File.AppendAllTextAsync(file, " ", TestContext.Current.CancellationToken);
        await using var resumed = TrainingSession.Resume(session.Save(), images, new MemoryTrainingBlobs());

        var refusal = await Should.ThrowAsync<TrainingException>(() => resumed.StepAsync(TestContext.Current.CancellationToken));
        refusal.Message.ShouldContain(file);
        refusal.Message.ShouldContain(plan.WeightsSha256[1]);
    }

    [Fact]
    public async Task A_companion_that_was_asked_for_must_be_had() =>
        (await Should.ThrowAsync<WeightsUnavailableException>(() => RecipeWeights.EnsureAsync(
            TrainingPresets.Best with { Companions = [MobileNet with { Optional = false }] }, Library))).Message.ShouldContain("mobilenet_v2");
}
