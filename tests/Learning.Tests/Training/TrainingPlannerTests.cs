using Lesion.Learning.Optimisation.Devices;
using Lesion.Learning.Tests.Networks.Zoo;
using Lesion.Learning.Training;
using Lesion.Learning.Training.Planning;
using Lesion.Learning.Training.Recipe;
using Lesion.Learning.Training.Recipe.Options;

namespace Lesion.Learning.Tests.Training;

[Collection("torch")]
public sealed class TrainingPlannerTests
{
    private static readonly StepTimes ASecondEach = new(ReadView: 1, Row: 1, ProbeRow: 0, Trained: [1, 1]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_small_budget_cuts_all_that_can_be_cut_and_a_large_one_nothing()
    {
        var asked = SmallRecipes.FineTune with { TestViews = 2 };
        var small = await PlanAsync(asked, budgetMinutes: 1e-6);
        small.Recipe.Views.ShouldBeNull();
        small.Recipe.TrainPhases.ShouldBeEmpty();
        small.Recipe.TestViews.ShouldBe(1);

        var large = await PlanAsync(asked, budgetMinutes: 600);
        large.Recipe.ToJson().GetRawText().ShouldBe((await PlanAsync(asked, null)).Recipe.ToJson().GetRawText());
    }

    [Fact]
    public async Task A_plans_recipe_given_back_is_the_same_plan()
    {
        var plan = await PlanAsync(TrainingPresets.Frozen, budgetMinutes: 600);
        plan.Recipe.Taps.ShouldBe(["layer3"], "the topmost stage by its name");
        (await PlanAsync(TrainingRecipe.Parse(plan.Recipe.ToJson()), null)).Recipe.ToJson().GetRawText()
            .ShouldBe(plan.Recipe.ToJson().GetRawText());
    }

    [Fact]
    public async Task A_plan_names_what_the_recipe_leaves_open_of_companions_too()
    {
        var companion = new CompanionRecipe { Weights = DrawnWeights.File, Network = DrawnWeights.Network, Taps = ["fire5", TrainingRecipe.TopTap] };
        var plan = await PlanAsync(TrainingPresets.Fast with { Companions = [companion] }, budgetMinutes: null);

        var named = plan.Recipe.Companions.ShouldHaveSingleItem();
        (named.Weights, named.Network).ShouldBe((DrawnWeights.File, DrawnWeights.Network));
        named.Taps.ShouldBe(["fire5", "fire9"]);
        plan.Recipe.Trunks.ShouldBe($"resnet34-imagenet-folded-fp16 + {DrawnWeights.File}");
        plan.WeightsSha256.ShouldBe([.. plan.Recipe.AllWeights.Select(weights => weights.ComputeSha256())]);
    }

    [Theory]
    [InlineData("squeezenet1_1", "fire99", "fire99")]
    [InlineData("alexnet", "top", "alexnet")]
    [InlineData("resnet34-imagenet-folded-fp16", "layer3", "each trunk once")]
    public async Task A_companion_that_cannot_be_is_named(string weights, string tap, string named) =>
        (await Should.ThrowAsync<TrainingException>(() => PlanAsync(
            TrainingPresets.Fast with { Companions = [new CompanionRecipe { Weights = weights, Taps = [tap] }] }, budgetMinutes: null)))
        .Message.ShouldContain(named);

    [Fact]
    public void What_matters_least_is_cut_first()
    {
        var asked = SmallRecipes.Ensemble with
        {
            Phases = [.. SmallRecipes.Probe.Phases, SmallRecipes.TopStage with { Epochs = 10 }],
            CrossValidation = SmallRecipes.Ensemble.CrossValidation with { Folds = 5 },
            TestViews = 4,
            Input = SmallRecipes.Ensemble.Input with { CentreCrop = 0.7 },
            Companions = SmallRecipes.Companion.Companions,
        };
        var cuts = PlanCuts.Of(asked, folds: 5).ToList();
        (int Epochs, int? Folds, int TestRows, int Views) Extent(TrainingRecipe recipe) =>
            (recipe.TrainPhases.Sum(phase => phase.Epochs), recipe.CrossValidation.Folds, recipe.TestRows, recipe.Views?.Views ?? 0);

        cuts.Select(Extent).ShouldBe(
        [
            (10, 5, 8, 1), (9, 5, 8, 1), (8, 5, 8, 1), (7, 5, 8, 1), (6, 5, 8, 1), (5, 5, 8, 1),
            (5, 4, 8, 1), (5, 3, 8, 1),
            (4, 3, 8, 1), (3, 3, 8, 1), (2, 3, 8, 1), (1, 3, 8, 1),
            (0, 3, 8, 1), (0, 3, 4, 1), (0, 3, 2, 1), (0, 3, 2, 1), (0, 3, 1, 1), (0, 3, 1, 0),
        ]);
        cuts.Select(recipe => recipe.Companions.Count).ShouldBe([.. Enumerable.Repeat(1, 15), 0, 0, 0]);
        cuts.ShouldAllBe(recipe => recipe.Checked() == recipe);
    }

    [Fact]
    public void A_head_that_no_probe_can_fit_is_trained_however_little_time_there_is()
    {
        var asked = SmallRecipes.FineTune with { Head = SmallRecipes.Head.Head };

        var cuts = PlanCuts.Of(asked, folds: 5).ToList();

        cuts.ShouldAllBe(recipe => recipe.Checked() == recipe && recipe.TrainPhases.Count == 1);
        cuts[^1].Views.ShouldBeNull();
    }

    [Fact]
    public void The_time_of_a_plan_is_the_sum_of_the_work_in_its_steps()
    {
        var images = new DrawnTrainingImages();
        double Seconds(TrainingRecipe recipe) => ASecondEach.Of(new TrainingLayout(recipe.Plan(images), images.Dataset));

        // 60 images and a view of each, read and run; 16 held out.
        Seconds(SmallRecipes.Probe).ShouldBe(2 * 120 + 2 * 16);
        // Two epochs on 48 images and 12 to predict, for two folds; two epochs on 60; 16 held out.
        Seconds(SmallRecipes.FineTune).ShouldBe(272 + 2 * 2 * 60 + 2 * 60 + 16, 1e-6);
    }

    [Fact]
    public async Task A_gpu_that_is_not_there_is_named()
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "There is a GPU.");
        var images = new DrawnTrainingImages();
        var failure = await Should.ThrowAsync<TrainingException>(() => TrainingPlanner.MakeAsync(
            images, SmallRecipes.Probe, new PlanOptions { Seed = 1, Device = TrainingDevice.Cuda }, Token));
        failure.Message.ShouldContain("GPU");
    }

    [Fact]
    public async Task A_sensitivity_is_refused_where_more_than_two_classes_have_no_threshold_to_set_by_it()
    {
        var images = new DrawnTrainingImages { Dataset = DrawnTrainingImages.Draw(classes: ["akiec", "bcc", "mel"]) };
        var recipe = SmallRecipes.Probe with { Decision = new DecisionRecipe { RequiredSensitivity = 0.9 } };

        var failure = await Should.ThrowAsync<TrainingException>(() => TrainingPlanner.MakeAsync(
            images, recipe, new PlanOptions { Seed = 1, Device = TrainingDevice.Cpu }, Token));

        failure.Message.ShouldContain("'decision.requiredSensitivity'");
        failure.Message.ShouldContain("akiec, bcc, mel");
        failure.Message.ShouldContain("Make it null");
    }

    [Fact]
    public async Task Networks_and_stages_that_there_are_not_are_named_before_anything_is_done()
    {
        var network = await Should.ThrowAsync<TrainingException>(() => PlanAsync(SmallRecipes.Probe with { Weights = "alexnet-9" }, null));
        network.Message.ShouldContain("alexnet-9");
    }

    private static Task<TrainingPlan> PlanAsync(TrainingRecipe recipe, double? budgetMinutes) => TrainingPlanner.MakeAsync(
        new DrawnTrainingImages(),
        recipe,
        new PlanOptions { Seed = 1, Threads = 1, Device = TrainingDevice.Cpu, BudgetMinutes = budgetMinutes },
        Token);
}
