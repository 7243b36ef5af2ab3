namespace Lesion.Evaluation.Tests;

public sealed class DistributionTests
{
    [Fact]
    public void The_same_sample_is_no_distance_from_itself()
    {
        double[] sample = [0.1, 0.4, 0.4, 0.9];

        KolmogorovSmirnov.Compare(sample, sample).ShouldBe(new KolmogorovSmirnov(0, 1));
    }

    [Fact]
    public void Half_of_a_sample_beyond_the_other_is_a_distance_of_a_half()
    {
        var (statistic, p) = KolmogorovSmirnov.Compare(
            Enumerable.Range(1, 10).Select(value => (double)value), Enumerable.Range(6, 10).Select(value => (double)value));

        statistic.ShouldBe(0.5, 1e-12);
        // Q((√5 + 0.12 + 0.11 / √5) / 2) of the series, worked out by hand.
        p.ShouldBe(0.1109, 2e-4);
    }

    [Fact]
    public void Samples_that_have_nothing_in_common_are_as_far_apart_as_can_be()
    {
        var (statistic, p) = KolmogorovSmirnov.Compare(Enumerable.Repeat(0.1, 50), Enumerable.Repeat(0.2, 80));

        statistic.ShouldBe(1);
        p.ShouldBeLessThan(1e-12);
    }

    [Fact]
    public void A_sample_without_values_or_with_one_that_is_no_number_is_refused()
    {
        Should.Throw<ArgumentException>(() => KolmogorovSmirnov.Compare([], [1]));
        Should.Throw<ArgumentException>(() => KolmogorovSmirnov.Compare([1], [double.NaN]));
    }

    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(50, 100, 0.4038, 0.5962)]
    public void The_interval_of_a_share_is_wilsons(int hits, int images, double low, double high)
    {
        var interval = WilsonInterval.Of(hits, images);

        interval.Low.ShouldBe(low, 1e-4);
        interval.High.ShouldBe(high, 1e-4);
    }
}
