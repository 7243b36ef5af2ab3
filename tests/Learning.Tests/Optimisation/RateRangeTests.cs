using Lesion.Imaging;
using Lesion.Learning.Optimisation.Schedules;

namespace Lesion.Learning.Tests.Optimisation;

public sealed class RateRangeTests
{
    private static readonly RateRangeRecipe Recipe = new() { Lowest = 0.001, Highest = 100, Steps = 51 };

    private readonly RateRange _range = new(Recipe);

    [Fact]
    public void The_rate_rises_by_the_same_factor_each_step()
    {
        _range.Factor(0).ShouldBe(0.001, 1e-12);
        _range.Factor(50).ShouldBe(100, 1e-9);
        Enumerable.Range(0, 50).ShouldAllBe(step => Math.Abs(_range.Factor(step + 1) / _range.Factor(step) - 1.2589254) < 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    public void The_rate_is_chosen_where_the_loss_falls_fastest(double noise)
    {
        // Flat at first, falls about factor 0.3, runs away above 10: as such tests look.
        var random = SeededRandom.From("losses");
        var losses = new List<double>();
        while (!_range.IsDone(losses))
        {
            var x = Math.Log10(_range.Factor(losses.Count));
            losses.Add(0.3 + 0.4 / (1 + Math.Exp(4 * (x + 0.5))) + Math.Exp(6 * (x - 1)) + random.Between(-noise, noise));
        }

        losses.Count.ShouldBeInRange(35, 48);
        _range.Choose(losses)!.Value.ShouldBeInRange(0.15, 1.5);
    }

    [Fact]
    public void It_ends_when_the_loss_is_no_number_and_what_comes_before_still_counts()
    {
        double[] falling = [0.9, 0.9, 0.8, 0.6, 0.5, 0.45];
        _range.IsDone(falling).ShouldBeFalse();
        _range.IsDone([.. falling, double.NaN]).ShouldBeTrue();
        _range.Choose([.. falling, double.NaN]).ShouldBe(_range.Choose(falling));
        _range.Choose(falling).ShouldNotBeNull();
    }

    [Fact]
    public void A_loss_that_never_falls_speaks_for_no_rate()
    {
        _range.Choose([.. Enumerable.Range(0, 20).Select(i => 0.5 + 0.01 * i)]).ShouldBeNull();
        _range.Choose([double.NaN]).ShouldBeNull();
        _range.Choose([]).ShouldBeNull();
    }
}
