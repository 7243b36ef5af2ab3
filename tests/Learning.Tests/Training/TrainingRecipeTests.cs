using System.Text.Json;
using Lesion.Imaging;
using Lesion.Learning.Networks;
using Lesion.Learning.Networks.Heads;
using Lesion.Learning.Optimisation.Optimisers;
using Lesion.Learning.Training;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.Recipe.Options;
using Lesion.Learning.Weights.Library;

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
        var recipe = Parse("""{"phases": [{"penalties": [0.5], "kind": "probe"}, {"kind": "train", "stages": "all", "optimiser": {"kind": "sgd"}}]}""");
        recipe.Probe!.Penalties.ShouldBe([0.5]);
        var train = recipe.TrainPhases.ShouldHaveSingleItem();
        train.Stages.ShouldBe(StageCount.All);
        (train.Optimiser.Kind, train.Epochs).ShouldBe((OptimiserKind.Sgd, new TrainRecipe().Epochs));
        recipe.Views.ShouldBeNull();
        Parse("""{"views": {"views": 2}}""").Views.ShouldBe(new ViewRecipe { Views = 2 });
    }

    [Theory]
    [InlineData("""{"penaltys": [1]}""", "penaltys")]
    [InlineData("""{"phases": []}""", "phases")]
    [InlineData("""{"phases": [{"kind": "prob"}]}""", "prob")]
    [InlineData("""{"phases": [{"kind": "probe", "penalties": [0]}]}""", "phases[0].penalties")]
    [InlineData("""{"phases": [{"kind": "train"}, {"kind": "probe"}]}""", "first place")]
    [InlineData("""{"phases": [{"kind": "probe"}, {"kind": "train", "epochs": 0}]}""", "phases[1].epochs")]
    [InlineData("""{"phases": [{"kind": "train", "stages": "most"}]}""", "all")]
    [InlineData("""{"phases": [{"kind": "train", "optimiser": {"headRate": 0}}]}""", "phases[0].optimiser.headRate")]
    [InlineData("""{"phases": [{"kind": "train", "augmentation": {"cutout": 1}}]}""", "phases[0].augmentation.cutout")]
    [InlineData("""{"head": {"kind": "mlp"}}""", "'phases'")]
    [InlineData("""{"search": {}}""", "'search'")]
    [InlineData("""{"testViews": 3}""", "testViews")]
    [InlineData("""{"decision": {"noveltyShare": 1}}""", "decision.noveltyShare")]
    [InlineData("""{"input": {"size": 96}, "views": {}}""", "views.size")]
    [InlineData("[]", "no training recipe")]
    public void A_recipe_that_cannot_be_is_refused_with_the_name_of_what_is_wrong(string json, string named) =>
        Should.Throw<TrainingException>(() => Parse(json)).Message.ShouldContain(named);

    [Fact]
    public void An_unknown_preset_names_those_there_are() =>
        Should.Throw<TrainingException>(() => TrainingPresets.Named("turbo")).Message.ShouldContain("frozen, fast, best");

    [Fact]
    public void Epochs_given_by_hand_are_those_of_every_phase_that_trains_and_none_leaves_the_probe()
    {
        TrainingPresets.Fast.WithEpochs(7).TrainPhases.Select(phase => phase.Epochs).Distinct().ShouldBe([7]);
        TrainingPresets.Best.WithEpochs(0).TrainPhases.ShouldBeEmpty();
        TrainingPresets.Frozen.WithEpochs(0).Checked().Probe.ShouldNotBeNull();
    }

    [Fact]
    public void A_hidden_layer_is_trained_by_a_phase_of_its_own_where_there_is_no_other()
    {
        var recipe = SmallRecipes.Probe.WithHead(new HeadPlan { Kind = HeadKind.Mlp }).Checked();
        recipe.TrainPhases.ShouldHaveSingleItem().Stages.ShouldBe(0);
    }

    [Fact]
    public void Other_weights_bring_their_network_and_the_input_that_they_were_trained_on()
    {
        var recipe = (TrainingPresets.Fast with { Taps = ["layer1", "layer2"], Views = new ViewRecipe() })
            .WithWeights(PretrainedWeights.Named("inception_v3")).Checked();

        (recipe.Weights, recipe.Network, recipe.Input.Size, recipe.Views!.Size).ShouldBe(("inception_v3", "inception_v3", 299, 299));
        recipe.Taps.ShouldBeNull();
        recipe.PretrainedWeights.ShouldBe(PretrainedWeights.Named("inception_v3"));
    }

    [Fact]
    public void What_was_chosen_by_hand_outlasts_other_weights()
    {
        SmallRecipes.Probe.WithWeights(PretrainedWeights.Named("inception_v3")).Input.Size.ShouldBe(64);
        TrainingPresets.Frozen.WithWeights(PretrainedWeights.Named("resnet18")).Taps.ShouldBe([TrainingRecipe.TopTap]);
        var own = PretrainedWeights.Named("mine.pth", NetworkZoo.Default);
        (TrainingPresets.Fast with { Taps = ["layer1"] }).WithWeights(own).Taps.ShouldBe(["layer1"]);
    }

    [Fact]
    public void Weights_that_there_are_not_are_refused() =>
        Should.Throw<TrainingException>(() => (TrainingPresets.Fast with { Weights = "alexnet" }).PretrainedWeights).Message.ShouldContain("alexnet");

    private static TrainingRecipe Parse(string json) => TrainingRecipe.Parse(JsonDocument.Parse(json).RootElement);
}
