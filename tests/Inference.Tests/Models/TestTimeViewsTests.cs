using Lesion.Evaluation;
using Lesion.Imaging;

namespace Lesion.Inference.Tests.Models;

public sealed class TestTimeViewsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void The_logits_are_the_mean_of_those_of_the_orientations_each_alone(int views)
    {
        using var plain = new TinyModel().Load();
        using var model = WithViews(views).Load();
        var input = Pictures.Input(3);
        var alone = Enumerable.Range(0, views).Select(view => plain.Run([Turn(input, (Orientation)view)])[0]).ToList();

        var output = model.Run([input])[0];

        alone.Select(one => one.Logits[1]).ShouldBeUnique();
        output.Logits[0].ShouldBe(alone.Average(one => one.Logits[0]), 1e-12);
        output.Logits[1].ShouldBe(alone.Average(one => one.Logits[1]), 1e-12);
        output.Probabilities.ShouldBe(TemperatureScaling.Apply(output.Logits, 2, model.Card.Temperature));
    }

    [Fact]
    public void The_middle_of_an_image_counts_as_much_as_the_whole()
    {
        using var plain = new TinyModel().Load();
        using var model = WithCrop(0.5, views: 2).Load();
        var picture = Pictures.Png(seed: 4);

        var input = model.Prepare(picture);
        var output = model.Run([input, model.Prepare(Pictures.Png(seed: 5))])[0];

        model.MaxBatchSize.ShouldBe(plain.MaxBatchSize / 4);
        var (whole, middle) = (plain.Prepare(picture), input[(input.Length / 2)..]);
        byte[][] rows = [whole, Turn(whole, Orientation.HalfTurn), middle, Turn(middle, Orientation.HalfTurn)];
        var alone = rows.Select(row => plain.Run([row], withActivationMap: true)[0]).ToList();
        alone.Select(one => one.Logits[1]).ShouldBeUnique();
        output.Logits[1].ShouldBe(alone.Average(one => one.Logits[1]), 1e-12);
        output.Embedding.ShouldBe(alone[0].Embedding);
        model.WarmUp();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.7)]
    [InlineData(1.5)]
    public void A_model_that_crops_what_cannot_be_is_refused(double share) =>
        Should.Throw<ModelLoadException>(() => WithCrop(share, views: 1).Load()).Message.ShouldContain($"middle {share} of an image");

    [Fact]
    public void The_activation_map_and_the_embedding_are_of_the_image_as_it_stands()
    {
        using var plain = new TinyModel().Load();
        using var model = WithViews(4).Load();

        var expected = plain.Run([Pictures.Input(1), Pictures.Input(2)], withActivationMap: true);
        var outputs = model.Run([Pictures.Input(1), Pictures.Input(2)], withActivationMap: true);

        for (var i = 0; i < 2; i++)
        {
            outputs[i].ActivationMap!.Values.ShouldBe(expected[i].ActivationMap!.Values);
            outputs[i].Embedding.ShouldBe(expected[i].Embedding);
        }
    }

    [Fact]
    public void A_picture_that_lies_in_another_of_the_orientations_gets_the_same_answer()
    {
        using var model = WithViews(8).Load();
        var input = Pictures.Input(5);
        var upright = model.Run([input])[0];

        foreach (var orientation in Enum.GetValues<Orientation>())
        {
            model.Run([Turn(input, orientation)])[0].Logits[1].ShouldBe(upright.Logits[1], 1e-12);
        }
    }

    [Theory]
    [InlineData(8, 1, 8)]
    [InlineData(8, 4, 2)]
    [InlineData(8, 8, 1)]
    [InlineData(7, 2, 3)]
    [InlineData(1, 8, 1)]
    public void The_rows_of_a_run_bound_its_images_and_one_always_fits(int rows, int views, int images)
    {
        using var model = OnnxModel.Load(WithViews(views).Build(), "tiny.onnx", new OnnxModelOptions { MaxBatchSize = rows });

        model.MaxBatchSize.ShouldBe(images);
        model.WarmUp();
        model.Run([.. Enumerable.Range(0, images).Select(seed => Pictures.Input(seed))]).Count.ShouldBe(images);
        Should.Throw<ArgumentException>(() => model.Run([.. Enumerable.Repeat(Pictures.Input(0), images + 1)]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(16)]
    public void A_model_that_asks_for_another_number_of_views_is_refused(int views) =>
        Should.Throw<ModelLoadException>(() => WithViews(views).Load()).Message.ShouldContain($"{views} test-time views");

    private static TinyModel WithViews(int views)
    {
        var tiny = new TinyModel();
        return tiny with { Card = tiny.Card with { TestViews = views, Temperature = 1.5 } };
    }

    private static TinyModel WithCrop(double share, int views)
    {
        var tiny = WithViews(views);
        return tiny with { Card = tiny.Card with { Input = tiny.Card.Input with { CentreCrop = share } } };
    }

    private static byte[] Turn(byte[] input, Orientation orientation)
    {
        var turned = new byte[input.Length];
        Orientations.Write(input, 8, orientation, turned);
        return turned;
    }
}
