using Lesion.Learning.Optimisation.Schedules;

namespace Lesion.Learning.Tests.Optimisation;

public sealed class ScheduleTests
{
    private const int StepsAnEpoch = 10, Epochs = 4;

    [Theory]
    [InlineData(ScheduleKind.Constant)]
    [InlineData(ScheduleKind.Cosine)]
    [InlineData(ScheduleKind.Step)]
    [InlineData(ScheduleKind.Plateau)]
    public void The_rate_first_rises_evenly_to_its_height(ScheduleKind kind)
    {
        var factors = Factors(new ScheduleRecipe { Kind = kind, WarmUpEpochs = 0.5 });
        factors.Take(5).Zip([0.2, 0.4, 0.6, 0.8, 1.0]).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-12);
        factors[5].ShouldBe(1, 1e-12);
        Factors(new ScheduleRecipe { Kind = kind, WarmUpEpochs = 0 })[0].ShouldBe(1, 1e-12);
    }

    [Fact]
    public void The_cosine_falls_all_the_way_to_its_floor()
    {
        var factors = Factors(new ScheduleRecipe { Kind = ScheduleKind.Cosine, WarmUpEpochs = 0.5, Floor = 0.1 });
        factors.Skip(5).Zip(factors.Skip(6)).ShouldAllBe(pair => pair.Second < pair.First);
        factors[22].ShouldBe(0.55, 1e-9); // half way
        factors[^1].ShouldBe(0.1, 1e-12);
    }

    [Fact]
    public void A_step_schedule_falls_every_few_epochs()
    {
        var factors = Factors(new ScheduleRecipe { Kind = ScheduleKind.Step, WarmUpEpochs = 0, Drop = 0.5, DropEvery = 2 });
        factors.Take(20).ShouldAllBe(factor => factor == 1);
        factors.Skip(20).ShouldAllBe(factor => factor == 0.5);
    }

    [Fact]
    public void A_plateau_schedule_falls_when_the_loss_has_not_for_as_long_as_it_waits()
    {
        var recipe = new ScheduleRecipe
        {
            Kind = ScheduleKind.Plateau,
            WarmUpEpochs = 0,
            Patience = 2,
            Drop = 0.1,
            Floor = 0.005,
            LeastImprovement = 0.01,
        };
        var schedule = new RateSchedule(recipe, StepsAnEpoch, Epochs);
        var state = new PlateauState();
        var factors = new List<double>();
        // Improves; by too little; not at all: falls. Improves; no number; worse: falls. Then to the floor.
        foreach (var loss in new[] { 1, 0.5, 0.499, 0.5, 0.4, double.NaN, 0.6, 0.6, 0.6, 0.6, 0.6 })
        {
            state = state.After(loss, recipe);
            factors.Add(Math.Round(schedule.Factor(0, state), 9));
        }

        factors.ShouldBe([1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.005, 0.005, 0.005]);
    }

    [Fact]
    public void Training_stops_early_when_the_best_epoch_lies_as_far_back_as_it_is_patient()
    {
        EarlyStopping.IsDue([0.8, 0.9, 0.85], patience: 2).ShouldBeFalse();
        EarlyStopping.IsDue([0.8, 0.9, 0.85, 0.9], patience: 2).ShouldBeTrue(); // equal is no better
        EarlyStopping.IsDue([0.8, 0.9, 0.85, 0.91], patience: 2).ShouldBeFalse();
        EarlyStopping.IsDue([0.9, 0.8, 0.7, 0.6], patience: null).ShouldBeFalse();
        EarlyStopping.IsDue([double.NaN, double.NaN], patience: 1).ShouldBeTrue();
        EarlyStopping.IsDue([], patience: 1).ShouldBeFalse();
        EarlyStopping.Best([double.NaN, 0.5, 0.7, 0.7]).ShouldBe(2);
    }

    private static List<double> Factors(ScheduleRecipe recipe)
    {
        var schedule = new RateSchedule(recipe, StepsAnEpoch, Epochs);
        return [.. Enumerable.Range(0, StepsAnEpoch * Epochs).Select(step => schedule.Factor(step, new PlateauState()))];
    }
}
