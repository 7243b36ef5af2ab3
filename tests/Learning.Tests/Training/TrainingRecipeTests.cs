using System.Text.Json;
using Lesion.Learning.Training;
using Lesion.Learning.Training.Recipe;

namespace Lesion.Learning.Tests.Training;

[Collection("torch")]
public sealed class TrainingRecipeTests
{
    [Theory]
    [InlineData("frozen")]
    [InlineData("fast")]
    [InlineData("best")]
    public void A_preset_survives_the_manifest_with_every_value(string name)
    {
        var recipe = TrainingPresets.Named(name);
        var json = recipe.ToJson();
        json.GetProperty("preset").GetString().ShouldBe(name);
        TrainingRecipe.Parse(json).ToJson().GetRawText().ShouldBe(json.GetRawText());
    }

    [Fact]
    public void What_a_recipe_does_not_name_has_its_default()
    {
        var recipe = Parse("""{"probe": {"penalties": [0.5]}}""");
        recipe.Probe.Penalties.ShouldBe([0.5]);
        recipe.Taps.ShouldBe(TrainingPresets.Fast.Taps);
    }

    [Theory]
    [InlineData("""{"penaltys": [1]}""", "penaltys")]
    [InlineData("""{"probe": {"penalties": [0]}}""", "probe.penalties")]
    [InlineData("""{"input": {"size": 96}}""", "views.size")]
    [InlineData("""{"fineTune": {"epochs": 0}}""", "fineTune.epochs")]
    [InlineData("[]", "no training recipe")]
    public void A_recipe_that_cannot_be_is_refused_with_the_name_of_what_is_wrong(string json, string named) =>
        Should.Throw<TrainingException>(() => Parse(json)).Message.ShouldContain(named);

    [Fact]
    public void An_unknown_preset_names_those_there_are() =>
        Should.Throw<TrainingException>(() => TrainingPresets.Named("turbo")).Message.ShouldContain("frozen, fast, best");

    [Fact]
    public void A_small_budget_takes_views_and_fine_tuning_out_of_the_plan_and_a_large_one_leaves_them()
    {
        var images = new DrawnTrainingImages();
        var small = TrainingPlanner.Make(images.Dataset, SmallRecipes.FineTune, seed: 1, threads: 1, budgetMinutes: 1e-6);
        small.Recipe.Views.ShouldBeNull();
        small.Recipe.FineTune.ShouldBeNull();
        var large = TrainingPlanner.Make(images.Dataset, SmallRecipes.FineTune, seed: 1, threads: 1, budgetMinutes: 600);
        large.Recipe.ToJson().GetRawText().ShouldBe(SmallRecipes.FineTune.ToJson().GetRawText());
    }

    private static TrainingRecipe Parse(string json) => TrainingRecipe.Parse(JsonDocument.Parse(json).RootElement);
}
