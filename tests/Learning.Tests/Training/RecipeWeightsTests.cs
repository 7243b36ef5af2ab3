using Lesion.Learning.Tests.Weights.Library;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Weights.Library;

namespace Lesion.Learning.Tests.Training;

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
    public async Task A_companion_that_is_on_this_machine_stays()
    {
        await File.WriteAllBytesAsync(Path.Combine(_root.FullName, "mobilenet_v2.safetensors"), [1], TestContext.Current.CancellationToken);

        var (recipe, missing) = await RecipeWeights.EnsureAsync(TrainingPresets.Best, Library, cancellationToken: TestContext.Current.CancellationToken);

        recipe.ShouldBe(TrainingPresets.Best);
        missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_companion_that_was_asked_for_must_be_had() =>
        (await Should.ThrowAsync<WeightsUnavailableException>(() => RecipeWeights.EnsureAsync(
            TrainingPresets.Best with { Companions = [MobileNet with { Optional = false }] }, Library))).Message.ShouldContain("mobilenet_v2");
}
