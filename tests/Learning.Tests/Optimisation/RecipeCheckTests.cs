using System.Text.Json;
using Lesion.Learning.Augmentation;
using Lesion.Learning.Optimisation.Devices;
using Lesion.Learning.Optimisation.Optimisers;
using Lesion.Learning.Optimisation.Schedules;
using Lesion.Storage;

namespace Lesion.Learning.Tests.Optimisation;

public sealed class RecipeCheckTests
{
    [Theory]
    [InlineData("""{"bodyRate": 0}""", "phase.bodyRate")]
    [InlineData("""{"headRate": -1}""", "phase.headRate")]
    [InlineData("""{"rateFall": 0}""", "phase.rateFall")]
    [InlineData("""{"weightDecay": -0.1}""", "phase.weightDecay")]
    [InlineData("""{"beta2": 1}""", "phase.beta2")]
    [InlineData("""{"kind": "sgd", "momentum": 0}""", "phase.nesterov")]
    [InlineData("""{"kind": 7}""", "phase.kind")]
    public void An_optimiser_that_cannot_be_is_refused_by_name(string json, string name) =>
        Refused<OptimiserRecipe>(json, (recipe, require) => recipe.Check(require, "phase")).ShouldBe([name]);

    [Theory]
    [InlineData("""{"warmUpEpochs": -1}""", "phase.warmUpEpochs")]
    [InlineData("""{"kind": "plateau", "patience": 0}""", "phase.patience")]
    [InlineData("""{"drop": 1}""", "phase.drop")]
    [InlineData("""{"dropEvery": 0}""", "phase.dropEvery")]
    [InlineData("""{"floor": 1}""", "phase.floor")]
    public void A_schedule_that_cannot_be_is_refused_by_name(string json, string name) =>
        Refused<ScheduleRecipe>(json, (recipe, require) => recipe.Check(require, "phase")).ShouldBe([name]);

    [Theory]
    [InlineData("""{"lowest": 0}""", "phase.lowest")]
    [InlineData("""{"highest": 0.0001}""", "phase.highest")]
    [InlineData("""{"steps": 1}""", "phase.steps")]
    public void A_range_test_that_cannot_be_is_refused_by_name(string json, string name) =>
        Refused<RateRangeRecipe>(json, (recipe, require) => recipe.Check(require, "phase")).ShouldBe([name]);

    [Theory]
    [InlineData("""{"scale": -1}""", "phase.scale")]
    [InlineData("""{"rotation": 181}""", "phase.rotation")]
    [InlineData("""{"shear": 45}""", "phase.shear")]
    [InlineData("""{"brightness": 1}""", "phase.brightness")]
    [InlineData("""{"cutout": 1}""", "phase.cutout")]
    [InlineData("""{"mixup": -0.2}""", "phase.mixup")]
    public void An_augmentation_that_cannot_be_is_refused_by_name(string json, string name) =>
        Refused<AugmentationRecipe>(json, (recipe, require) => recipe.Check(require, "phase")).ShouldBe([name]);

    [Fact]
    public void The_defaults_can_be()
    {
        Refused<OptimiserRecipe>("{}", (recipe, require) => recipe.Check(require, "")).ShouldBeEmpty();
        Refused<ScheduleRecipe>("{}", (recipe, require) => recipe.Check(require, "")).ShouldBeEmpty();
        Refused<RateRangeRecipe>("{}", (recipe, require) => recipe.Check(require, "")).ShouldBeEmpty();
        Refused<AugmentationRecipe>("{}", (recipe, require) => recipe.Check(require, "")).ShouldBeEmpty();
    }

    [Fact]
    public void Names_are_written_as_the_field_writes_them()
    {
        JsonSerializer.Serialize(new OptimiserRecipe(), LesionJson.Options).ShouldContain("\"kind\":\"adamw\"");
        JsonSerializer.Serialize(new ComputeChoice { Precision = ComputePrecision.Mixed }, LesionJson.Options).ShouldContain("\"bfloat16\"");
        JsonSerializer.Deserialize<ScheduleRecipe>("""{"kind":"plateau"}""", LesionJson.Options)!.Kind.ShouldBe(ScheduleKind.Plateau);
    }

    [Fact]
    public void Each_stage_below_the_top_is_slower_by_the_same_factor()
    {
        var recipe = new OptimiserRecipe { BodyRate = 0.004, RateFall = 0.5 };
        Enumerable.Range(0, 3).Select(recipe.StageRate).ShouldBe([0.004, 0.002, 0.001]);
    }

    private static List<string> Refused<T>(string json, Action<T, Action<bool, string, string>> check)
    {
        var refused = new List<string>();
        check(JsonSerializer.Deserialize<T>(json, LesionJson.Options)!, (holds, name, _) =>
        {
            if (!holds)
                refused.Add(name);
        });
        return refused;
    }
}
