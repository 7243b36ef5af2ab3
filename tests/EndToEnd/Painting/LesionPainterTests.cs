using Lesion.Imaging;
using Lesion.Standalone.Painting;

namespace Lesion.EndToEnd.Painting;

public sealed class LesionPainterTests
{
    private const int Seed = 11;
    private const int PicturesAClass = 60;

    [Fact]
    public void The_same_arguments_paint_the_same_bytes()
    {
        var painted = LesionPainter.Paint(Seed, 3, LesionPainter.Malignant);

        LesionPainter.Paint(Seed, 3, LesionPainter.Malignant).ShouldBe(painted);
        LesionPainter.Paint(Seed, 4, LesionPainter.Malignant).ShouldNotBe(painted);
        LesionPainter.Paint(Seed + 1, 3, LesionPainter.Malignant).ShouldNotBe(painted);
        ImageInspector.Inspect(painted).ShouldBe(new ImageHeader(ImageFormat.Jpeg, 450, 338));
    }

    [Fact]
    public void Another_label_is_refused_by_name() =>
        Should.Throw<ArgumentException>(() => LesionPainter.Paint(Seed, 0, "melanoma")).Message.ShouldContain("melanoma");

    [Fact]
    public void No_single_statistic_of_the_pixels_gives_the_class_away()
    {
        var benign = Statistics(LesionPainter.Benign);
        var malignant = Statistics(LesionPainter.Malignant);

        foreach (var name in benign[0].Keys)
        {
            var auc = AreaUnderCurve([.. benign.Select(row => row[name])], [.. malignant.Select(row => row[name])]);
            Math.Max(auc, 1 - auc).ShouldBeLessThan(0.75, name);
        }
    }

    [Fact]
    public void No_two_pictures_are_perceptual_twins()
    {
        var hashes = Enumerable.Range(0, 20)
            .SelectMany(i => new[] { LesionPainter.Paint(Seed, i, LesionPainter.Benign), LesionPainter.Paint(Seed, i, LesionPainter.Malignant) })
            .Select(picture => PerceptualHash.Compute(CanonicalImage.Render(picture, CanonicalRecipe.Default)))
            .ToArray();

        for (var i = 0; i < hashes.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                PerceptualHash.DistanceOverOrientations(hashes[i], hashes[j]).ShouldBeGreaterThan(PerceptualHash.TwinDistance);
            }
        }
    }

    private static Dictionary<string, double>[] Statistics(string label) =>
    [
        .. Enumerable.Range(0, PicturesAClass).AsParallel().Select(i => Statistics(LesionPainter.Paint(Seed, i, label))),
    ];

    private static Dictionary<string, double> Statistics(byte[] jpeg)
    {
        var image = CanonicalImage.Render(jpeg, CanonicalRecipe.Default);
        var quality = ImageQuality.Measure(image);
        var statistics = new Dictionary<string, double>
        {
            ["bytes of the file"] = jpeg.Length,
            ["sharpness"] = quality.Sharpness,
            ["exposure"] = quality.Exposure,
            ["clipped share"] = quality.Clipped,
        };
        string[] channels = ["red", "green", "blue"];
        for (var c = 0; c < 3; c++)
        {
            var values = image.Pixels.Where((_, i) => i % 3 == c).ToArray();
            Array.Sort(values);
            var mean = values.Average(value => value);
            statistics[$"mean {channels[c]}"] = mean;
            statistics[$"deviation of {channels[c]}"] = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            statistics[$"darkest tenth of {channels[c]}"] = values[values.Length / 10];
            statistics[$"median {channels[c]}"] = values[values.Length / 2];
            // About how large the lesion is: what is clearly darker than the skin.
            statistics[$"dark share of {channels[c]}"] = values.Count(value => value < 0.75 * values[values.Length * 3 / 4]);
        }

        statistics["red less blue"] = statistics["mean red"] - statistics["mean blue"];
        return statistics;
    }

    /// <summary>The chance that one of the second is larger than one of the first.</summary>
    private static double AreaUnderCurve(double[] first, double[] second) =>
        second.Average(b => first.Average(a => b > a ? 1 : b == a ? 0.5 : 0));
}
