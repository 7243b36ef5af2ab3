namespace Lesion.Evaluation.Tests;

public sealed class TestTimeViewsTests
{
    [Fact]
    public void The_logits_of_an_image_are_the_means_over_its_views()
    {
        float[] logits = [1, -1, 3, -2, /* the next image */ 0.5f, 8, 0.25f, 4];

        TestTimeViews.AverageLogits(logits, rows: 2, classes: 2).ShouldBe([2, -1.5, 0.375, 6]);
        TestTimeViews.AverageLogits(logits, rows: 4, classes: 2).ShouldBe([1.1875, 2.25]);
    }

    [Fact]
    public void One_view_changes_nothing()
    {
        float[] logits = [0.1f, 0.7f, -0.3f, 1e-9f, 5, 6];

        TestTimeViews.AverageLogits(logits, rows: 1, classes: 3).ShouldBe(logits.Select(logit => (double)logit));
    }

    [Fact]
    public void The_sum_is_in_double_precision()
    {
        // In single precision the ones would vanish beside 1e8.
        TestTimeViews.AverageLogits([1e8f, 1, 1, 1], rows: 4, classes: 1).ShouldBe([25_000_000.75]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    [InlineData(16)]
    public void Other_numbers_of_views_are_refused(int views) => TestTimeViews.IsAllowed(views).ShouldBeFalse();

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void What_is_no_whole_number_of_images_is_refused(int rows) =>
        Should.Throw<ArgumentException>(() => TestTimeViews.AverageLogits(new float[10], rows, classes: 2))
            .Message.ShouldContain($"{rows} rows");
}
